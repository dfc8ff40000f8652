/**
 * Generative adversarial networks: {@link org.pushforward.zoo.gan.WassersteinGan} is the model, {@link
 * org.pushforward.zoo.gan.WassersteinGp} the objective.
 */
package org.pushforward.zoo.gan;
