/**
 * Optimizers, schedules and averages, as graphs over one flat vector of parameters.
 *
 * <p>An {@link org.pushforward.optim.Optimizer} says what it keeps, which numbers each step needs, and how parameters
 * change; state goes in and comes out.
 */
package org.pushforward.optim;
