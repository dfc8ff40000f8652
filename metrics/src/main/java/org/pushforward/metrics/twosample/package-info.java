/**
 * Tests of whether two samples come from one distribution, each with its p-value.
 *
 * <p>{@link org.pushforward.metrics.twosample.KernelTest} is the energy distance and the maximum mean discrepancy,
 * {@link org.pushforward.metrics.twosample.ClassifierTest} asks a classifier to tell the samples apart, and
 * {@link org.pushforward.metrics.twosample.NearestNeighbors} says whether generated samples are like real ones and as various. All is on the
 * host but {@link org.pushforward.metrics.twosample.NetworkClassifier}, which learns on an engine.
 */
package org.pushforward.metrics.twosample;
