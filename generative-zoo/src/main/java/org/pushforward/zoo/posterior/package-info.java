/** Posterior samplers: laws of what was not observed given what was. */
package org.pushforward.zoo.posterior;
