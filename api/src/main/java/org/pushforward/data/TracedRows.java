package org.pushforward.data;

import java.util.function.UnaryOperator;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;

/**
 * A way to compute rows in a graph, from ingredients that are drawn on the host. A simulator draws parameters and white noise as its
 * ingredients, for example, and the engine does the rest of its work.
 *
 * @param ingredients draws what the graph needs, one row for each row
 * @param rows computes rows in a graph from the columns of as many ingredients; each row depends only on its own ingredients, and no
 *     other {@link Tensor} is an input of the graph
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record TracedRows(DataSource ingredients, UnaryOperator<Batch> rows) {}
