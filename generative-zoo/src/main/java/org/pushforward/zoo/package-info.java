/**
 * Generative models, each written once against abstract tensors.
 *
 * <p>A {@link org.pushforward.model.Model} says what it is made of and how it usually learns. The packages below hold one kind each;
 * {@code family} makes models of settings, and {@code sampler} and {@code posterior} serve every denoiser.
 */
package org.pushforward.zoo;
