/**
 * Reverse-mode differentiation of graphs, whose result is more graph.
 *
 * <p>{@link org.pushforward.autodiff.Gradients} is the whole of it for a caller; one table holds a derivative rule for
 * each primitive, written in the same primitives, so gradients of gradients need nothing more.
 */
package org.pushforward.autodiff;
