/**
 * Reads your own data as named rows: delimited text, NumPy files, IDX files and folders of pictures.
 *
 * <p>{@link org.pushforward.files.DataFile} reads a file as a {@link org.pushforward.files.Table}. A {@link
 * org.pushforward.files.Selection} selects columns, and a {@link org.pushforward.files.Split} splits rows. {@link
 * org.pushforward.files.Findings} lists possible problems for training.
 *
 * <p>Files are not trusted. Lengths are checked before memory is allocated, and nothing in a file is executed. An error names what
 * was refused.
 */
package org.pushforward.files;
