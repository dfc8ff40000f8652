/** The learned prior of random fields that comes with the library: {@link org.pushforward.zoo.field.prior.RainPrior}. */
package org.pushforward.zoo.field.prior;
