/**
 * The graph: symbolic tensors, the closed set of primitives that they are made of, and the passes that rewrite them.
 *
 * <p>A {@link org.pushforward.graph.Tensor} is a node of an immutable directed acyclic graph, and its methods make new
 * nodes; a {@link org.pushforward.graph.Graph} names the inputs, outputs and state of a program, and is what a backend
 * compiles. A {@link org.pushforward.graph.Primitive} is one record with its shape rule and text form; its derivative
 * rule is a row of the table in {@code org.pushforward.autodiff}, its reference evaluation a row of the interpreter's.
 * {@link org.pushforward.graph.text.GraphText} stores graphs and reads them back.
 *
 * <p>Without named modules, a sealed hierarchy has to stay in one package, so all primitives live here. Passes and text
 * have packages of their own.
 */
package org.pushforward.graph;
