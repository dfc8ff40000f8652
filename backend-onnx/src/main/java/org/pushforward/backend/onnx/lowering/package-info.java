/**
 * Lowering: each primitive becomes one or more ONNX operators.
 *
 * <p>{@code OnnxLowerings} contains a line for each primitive, {@code ModelBuilder} collects the nodes of a model,
 * and {@code GraphWriter} writes a whole graph.
 */
package org.pushforward.backend.onnx.lowering;
