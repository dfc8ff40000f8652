/**
 * Generative models, each written once against abstract tensors.
 *
 * <p>A {@link org.pushforward.zoo.GenerativeModel} says how it learns and how it is sampled; the packages below hold one
 * family each. {@link org.pushforward.zoo.SamplingLoop} is the one place where samplers run.
 */
package org.pushforward.zoo;
