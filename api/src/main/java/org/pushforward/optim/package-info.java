/**
 * Optimizers, learning rate schedules and weight averages, as graphs over one flat vector of parameters.
 *
 * <p>An {@link org.pushforward.optim.Optimizer} defines the vectors that it keeps, the coefficients of each step, and
 * the update of the parameters. It has no state of its own: a step takes the kept vectors and returns new ones.
 */
package org.pushforward.optim;
