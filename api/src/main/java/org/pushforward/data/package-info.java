/**
 * Named data: what a row holds, where rows come from, and how they enter a graph.
 *
 * <p>A {@link org.pushforward.data.Schema} gives the name, element type and shape of each column. {@link
 * org.pushforward.data.Rows} are values on the host, and a {@link org.pushforward.data.DataSource} draws them. In a graph a
 * {@link org.pushforward.data.Batch} holds one tensor for each column, and a {@link org.pushforward.data.Context} holds what a
 * conditional model is given.
 */
package org.pushforward.data;
