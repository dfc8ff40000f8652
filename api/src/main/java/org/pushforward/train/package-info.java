/**
 * Training: one step is one graph and one run, whatever it holds.
 *
 * <p>An {@link org.pushforward.train.Objective} describes a step to a {@link org.pushforward.train.Step}; {@link
 * org.pushforward.train.TrainingGraph} makes one program of it, with parameters and optimizer in its states; and {@link
 * org.pushforward.train.Trainer} runs it with validation, progress, cancellation and a deadline.
 */
package org.pushforward.train;
