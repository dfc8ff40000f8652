/**
 * Layers, and the parameters that they declare.
 *
 * <p>A layer is built in a {@link org.pushforward.nn.Scope}, where it declares parameters with a name, a shape and an
 * initializer, and is then a function of tensors. A parameter is a leaf of the graph; values are put in its place when a
 * program is built, so that one model serves training, averaging and sampling.
 */
package org.pushforward.nn;
