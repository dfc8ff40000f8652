/**
 * The ONNX Runtime backend, {@code onnx}. Applications need only the jar and {@code Backends.open("onnx")}.
 *
 * <p>How a graph is compiled and run:
 *
 * <ol>
 *   <li><b>Opened.</b> {@link org.pushforward.backend.onnx.OnnxProvider} loads the library and opens
 *       {@code OnnxEngine}.
 *   <li><b>Divided.</b> {@link org.pushforward.backend.support.DataParallelism} gives each thread a part of the batch,
 *       where {@code ThreadingHeuristic} expects a gain.
 *   <li><b>Planned.</b> {@link org.pushforward.backend.onnx.plan} tiles long vectors ({@code VectorTiling}), splits the
 *       graph into tasks and decides which buffers they share ({@code Planner}), and finds the states to update in
 *       place ({@code InPlaceUpdates}).
 *   <li><b>Lowered.</b> {@link org.pushforward.backend.onnx.lowering} writes each task as an ONNX model in memory.
 *   <li><b>Bound.</b> {@link org.pushforward.backend.onnx.run} makes a session of each model, or a loop of the JVM over
 *       vectors, and binds it to its buffers ({@code Binding}).
 *   <li><b>Run.</b> {@code OnnxProgram} runs the tasks stage by stage on a {@code WorkerPool}.
 * </ol>
 *
 * <p>On a GPU, a graph with states is one session instead, and {@link org.pushforward.backend.onnx.device} keeps its states there.
 *
 * <p>{@link org.pushforward.backend.onnx.OnnxFile} writes a graph as a file of standard operators instead.
 */
package org.pushforward.backend.onnx;
