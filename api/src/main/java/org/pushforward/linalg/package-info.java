/**
 * Linear algebra beyond products: triangular systems, determinants and factorizations, of one matrix or of many at once.
 *
 * <p>A {@link org.pushforward.linalg.LinearOperator} is a linear map with its adjoint;
 * {@link org.pushforward.linalg.ConjugateGradients} and {@link org.pushforward.linalg.Gmres} solve linear systems with such operators.
 *
 * <p>All functions consist of primitives, so they run on every engine in every precision that it supports, and can be differentiated to
 * any order. Start with {@link org.pushforward.linalg.Triangular}.
 */
package org.pushforward.linalg;
