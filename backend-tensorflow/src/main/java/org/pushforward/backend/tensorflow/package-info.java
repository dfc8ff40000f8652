/**
 * The TensorFlow backend, {@code tensorflow}. Applications need only the jar and {@code Backends.open("tensorflow")}.
 *
 * <p>How a graph is compiled and run:
 *
 * <ol>
 *   <li><b>Opened.</b> {@link org.pushforward.backend.tensorflow.TensorFlowProvider} checks the installation and opens
 *       {@code TensorFlowEngine}.
 *   <li><b>Divided.</b> {@code PiecewiseProgram} and {@code PiecewiseStates} give each thread a part of the batch and
 *       of long state vectors.
 *   <li><b>Planned.</b> {@code SharedSigmoids}, {@code ForwardConvolutions} and {@code ChannelsLast} rewrite parts of
 *       the graph into forms that this engine computes faster.
 *   <li><b>Lowered.</b> {@link org.pushforward.backend.tensorflow.lowering} adds raw operations to a TensorFlow graph.
 *       States become resource variables, and {@code AdamInPlace} and {@code ScaledAddition} update them in place.
 *   <li><b>Bound.</b> {@code InputTensors} keeps the tensors that hold inputs.
 *   <li><b>Run.</b> {@code TensorFlowProgram} runs the session; states stay with TensorFlow between runs.
 * </ol>
 */
package org.pushforward.backend.tensorflow;
