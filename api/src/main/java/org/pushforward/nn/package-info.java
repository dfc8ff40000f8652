/**
 * Layers, and the parameters that they declare.
 *
 * <p>A layer is built in a {@link org.pushforward.nn.Scope}, where it declares parameters with a name, a shape and an
 * initializer. Then it is a function of tensors. A parameter is a leaf of the graph. When a program is built, values
 * replace the leaves, so one model serves training, averaging and sampling.
 */
package org.pushforward.nn;
