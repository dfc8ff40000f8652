/**
 * Cases of models: every family's losses, gradients, training steps, samples and scores, from the same parameters and keys as
 * the oracle's.
 */
package org.pushforward.conformance.models;
