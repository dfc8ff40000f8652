/**
 * Reverse-mode differentiation of graphs. The derivative of a graph is a graph.
 *
 * <p>Callers need {@link org.pushforward.autodiff.Gradients} only. One table contains a derivative rule for each
 * primitive, written in the same primitives, so gradients of gradients need nothing more.
 */
package org.pushforward.autodiff;
