/**
 * Variational autoencoders: {@link org.pushforward.zoo.vae.Vae} is the model, {@link org.pushforward.zoo.vae.Elbo} and {@link
 * org.pushforward.zoo.vae.ImportanceWeighted} are objectives.
 */
package org.pushforward.zoo.vae;
