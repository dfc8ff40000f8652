/**
 * The ONNX Runtime backend, {@code onnx}: a graph becomes tasks, a task an ONNX model in memory and the model a session.
 *
 * <p>Applications need only the jar and {@code Backends.open("onnx")}. To follow a compilation, start at
 * {@link org.pushforward.backend.onnx.OnnxProvider}, which opens an engine, which divides a large graph among threads,
 * writes models by the table of lowerings and runs them as a program.
 */
package org.pushforward.backend.onnx;
