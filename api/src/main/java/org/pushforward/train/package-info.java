/**
 * Training: one iteration is one graph and one run, whatever it holds.
 *
 * <p>A model describes an iteration as a {@link org.pushforward.train.TrainingProcedure};
 * {@link org.pushforward.train.TrainingGraph} makes one program of it, with parameters and optimiser in its states, and
 * {@link org.pushforward.train.Trainer} runs it with progress, cancellation and a deadline.
 */
package org.pushforward.train;
