/**
 * Linear algebra beyond products: triangular systems, determinants and factorizations, of one matrix or of many at once.
 *
 * <p>A {@link org.pushforward.linalg.LinearOperator} is a linear map with its adjoint;
 * {@link org.pushforward.linalg.ConjugateGradients} and {@link org.pushforward.linalg.Gmres} solve systems of them.
 *
 * <p>Each function is made of primitives, so it runs on every engine in every precision that this has, and may be
 * differentiated to any order. Begin with {@link org.pushforward.linalg.Triangular}.
 */
package org.pushforward.linalg;
