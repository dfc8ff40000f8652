/**
 * Lowering: each primitive becomes one or more raw TensorFlow operations.
 *
 * <p>{@code TensorFlowLowerings} contains a line for each primitive, and {@code Emitter} adds operations to a
 * TensorFlow graph.
 */
package org.pushforward.backend.tensorflow.lowering;
