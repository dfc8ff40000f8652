/**
 * Training: each step is one graph and one run, whatever it contains.
 *
 * <p>{@link org.pushforward.train.Trainer} runs the steps that an {@link org.pushforward.model.Objective} describes, with progress,
 * validation, cancellation and a deadline, and returns a {@link org.pushforward.train.Trained} model that is ready for use. {@link
 * org.pushforward.train.TrainingGraph} compiles a step into one graph whose states are the parameters and the optimizer.
 */
package org.pushforward.train;
