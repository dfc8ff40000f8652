/**
 * Named data: the columns of rows, their sources, and their tensors in a graph.
 *
 * <p>A {@link org.pushforward.data.Schema} gives the name, element type and shape of each column. {@link
 * org.pushforward.data.Rows} are values on the host, and a {@link org.pushforward.data.DataSource} draws them. In a graph a
 * {@link org.pushforward.data.Batch} contains one tensor for each column, and a {@link org.pushforward.data.Context} contains the values
 * that a model is conditioned on.
 */
package org.pushforward.data;
