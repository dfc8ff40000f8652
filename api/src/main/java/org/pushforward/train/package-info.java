/**
 * Training: one step is one graph and one run, whatever it holds.
 *
 * <p>{@link org.pushforward.train.Trainer} runs the steps that an {@link org.pushforward.model.Objective} describes, with progress,
 * validation, cancellation and a deadline, and returns a {@link org.pushforward.train.Trained} model, which is ready for use. {@link
 * org.pushforward.train.TrainingGraph} makes one program of a step, with parameters and optimizer in its states.
 */
package org.pushforward.train;
