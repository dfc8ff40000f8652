/**
 * Saves trained models to files.
 *
 * <p>A {@link org.pushforward.checkpoint.ModelCheckpoint} is a folder of {@code model.json} and {@code model.safetensors}, and
 * {@link org.pushforward.checkpoint.Checkpoints} manages the checkpoints of one training. {@link org.pushforward.checkpoint.SafeTensors}
 * reads and writes arrays, and {@link org.pushforward.checkpoint.RecordJson} settings. Most users call {@code Trained.save},
 * {@code Trained.load} and {@code CheckpointWriter} of the package {@code train}, which use these classes.
 */
package org.pushforward.checkpoint;
