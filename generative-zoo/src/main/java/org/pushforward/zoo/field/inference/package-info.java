/**
 * Parameters of covariances from gauges: likelihoods, priors, their maximum, and chains over parameters with kriging inside, which is
 * full Bayes.
 */
package org.pushforward.zoo.field.inference;
