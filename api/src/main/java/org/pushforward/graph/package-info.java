/**
 * The graph: symbolic tensors and the closed set of primitives that they are made of.
 *
 * <p>A {@link org.pushforward.graph.Tensor} is a node of an immutable directed acyclic graph, and its methods make new
 * nodes. A {@link org.pushforward.graph.Graph} names the inputs, outputs and states of a program; it is what a backend
 * compiles. A {@link org.pushforward.graph.Primitive} is a record with a shape rule and a text form. Its derivative
 * rule is a row of a table in {@code org.pushforward.autodiff}, and its reference evaluation is a row of the
 * interpreter's table. {@link org.pushforward.graph.text.GraphText} writes graphs and reads them back.
 *
 * <p>Without named modules, a sealed hierarchy must stay in one package, so all primitives live here. Passes and text
 * forms have their own packages.
 */
package org.pushforward.graph;
