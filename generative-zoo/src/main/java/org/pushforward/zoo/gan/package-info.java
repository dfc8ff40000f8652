/** Generative adversarial networks. */
package org.pushforward.zoo.gan;
