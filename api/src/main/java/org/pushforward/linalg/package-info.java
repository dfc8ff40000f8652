/**
 * Linear algebra beyond products: triangular systems, determinants and factorisations, of one matrix or of many at once.
 *
 * <p>Each function is made of primitives, so it runs on every engine in every precision that this has, and may be
 * differentiated to any order. Begin with {@link org.pushforward.linalg.Triangular}.
 */
package org.pushforward.linalg;
