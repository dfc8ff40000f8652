/**
 * Graphs as text: {@link org.pushforward.graph.text.GraphText} writes a graph with a checksum and reads it back
 * exactly. Errors name a line and a column.
 */
package org.pushforward.graph.text;
