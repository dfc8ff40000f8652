/**
 * Infers covariance parameters from gauges: likelihoods, priors, maximization, and Markov chains whose mixed kriging predictions are full
 * Bayes.
 */
package org.pushforward.zoo.field.inference;
