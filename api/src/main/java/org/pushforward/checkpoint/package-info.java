/**
 * Trained models in files.
 *
 * <p>A {@link org.pushforward.checkpoint.ModelCheckpoint} is a folder of {@code model.json} and {@code model.safetensors}, and {@link
 * org.pushforward.checkpoint.Checkpoints} are those of one training. {@link org.pushforward.checkpoint.SafeTensors} reads and writes
 * arrays, and {@link org.pushforward.checkpoint.RecordJson} settings, by themselves. Users mostly call {@code Trained.save}, {@code
 * Trained.load} and {@code CheckpointWriter} of the package {@code train}, which are made of these.
 */
package org.pushforward.checkpoint;
