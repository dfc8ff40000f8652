/**
 * Values: element types, shapes, and arrays that live in the memory of the JVM.
 *
 * <p>Nothing here knows of graphs or engines. Start at {@link org.pushforward.tensor.HostArray}; the symbolic
 * counterpart, which a model is written with, is {@link org.pushforward.graph.Tensor}.
 */
package org.pushforward.tensor;
