/**
 * Tests of whether two samples come from the same distribution.
 *
 * <p>{@link org.pushforward.metrics.twosample.KernelTest} uses the energy distance or the maximum mean discrepancy. {@link
 * org.pushforward.metrics.twosample.ClassifierTest} trains a classifier to tell the samples apart. {@link
 * org.pushforward.metrics.twosample.NearestNeighbors} measures whether generated points resemble real points and are as diverse.
 * All computations run on the host, with these exceptions: {@link org.pushforward.metrics.twosample.NetworkClassifier} and {@link
 * org.pushforward.metrics.twosample.ConvolutionalClassifier} learn on an engine, and {@link
 * org.pushforward.metrics.twosample.KernelTest#on} returns a test that computes its kernel on an engine.
 */
package org.pushforward.metrics.twosample;
