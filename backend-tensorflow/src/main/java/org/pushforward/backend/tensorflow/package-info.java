/**
 * The TensorFlow backend, {@code tensorflow}. Applications need only the jar and {@code Backends.open("tensorflow")}.
 *
 * <p>The way of a graph:
 *
 * <ol>
 *   <li><b>Open.</b> {@link org.pushforward.backend.tensorflow.TensorFlowProvider} checks the installation and opens {@code
 *       TensorFlowEngine}.
 *   <li><b>Divided.</b> {@code PiecewiseProgram} and {@code PiecewiseStates} give each thread a part of the batch and of long state
 *       vectors.
 *   <li><b>Planned.</b> {@code SharedSigmoids}, {@code ForwardConvolutions} and {@code ChannelsLast} rewrite what this engine computes
 *       faster in another form.
 *   <li><b>Lowered.</b> {@link org.pushforward.backend.tensorflow.lowering} adds raw operations to a TensorFlow graph. States become
 *       resource variables, which {@code AdamInPlace} and {@code ScaledAddition} update by kernels where they lie.
 *   <li><b>Bound.</b> {@code InputTensors} keeps the tensors that inputs are fed through.
 *   <li><b>Run.</b> {@code TensorFlowProgram} runs the session; states stay with TensorFlow between runs.
 * </ol>
 */
package org.pushforward.backend.tensorflow;
