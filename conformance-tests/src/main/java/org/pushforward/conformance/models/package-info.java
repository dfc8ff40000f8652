/**
 * Cases about models: the losses, gradients, training steps, samples and scores of every model family, compared with the
 * oracle from the same parameters and keys.
 */
package org.pushforward.conformance.models;
