/** Variational autoencoders. */
package org.pushforward.zoo.vae;
