/**
 * The TensorFlow backend: a graph becomes a TensorFlow graph of raw operations, run by a session.
 *
 * <p>States are resource variables, so they stay with TensorFlow between runs; inputs are fed and outputs fetched. Start
 * at {@link org.pushforward.backend.tensorflow.TensorFlowProvider}, which {@link java.util.ServiceLoader} finds; the
 * translation of each primitive is a line or a few of {@code TensorFlowLowerings}.
 */
package org.pushforward.backend.tensorflow;
