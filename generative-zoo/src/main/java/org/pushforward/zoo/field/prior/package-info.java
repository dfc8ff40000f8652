/**
 * Distributions of random fields whose parameters are random, too: {@link org.pushforward.zoo.field.prior.FieldPrior} has their settings,
 * {@link org.pushforward.zoo.field.prior.FieldSimulator} draws fields, and {@link org.pushforward.zoo.field.prior.RainPrior} is the
 * diffusion model that has learned them.
 */
package org.pushforward.zoo.field.prior;
