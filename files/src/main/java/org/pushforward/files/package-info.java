/**
 * Data of one's own: text with separators, NumPy's files, IDX and folders of pictures as named rows.
 *
 * <p>{@link org.pushforward.files.DataFile} reads a file as a {@link org.pushforward.files.Table}. A {@link
 * org.pushforward.files.Selection} chooses columns, and a {@link org.pushforward.files.Split} divides rows. {@link
 * org.pushforward.files.Findings} says what may harm training.
 *
 * <p>Files are not trusted: lengths are checked before memory is taken, nothing in a file is executed, and what is refused is
 * named.
 */
package org.pushforward.files;
