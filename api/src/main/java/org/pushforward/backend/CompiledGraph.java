package org.pushforward.backend;

import java.util.Map;
import org.pushforward.graph.Graph;
import org.pushforward.graph.pass.BoundedPositions;

/**
 * A program and the graph that it was compiled from.
 *
 * @param content the content of the original graph
 * @param graph the graph after the passes
 * @param fed the inputs that contain positions, with the length of the axis that they index
 * @param program the engine's program
 */
record CompiledGraph(GraphContent content, Graph graph, Map<String, Integer> fed, Program program) {
    static CompiledGraph of(GraphContent content, Graph graph, Program program) {
        return new CompiledGraph(content, graph, BoundedPositions.fed(graph), program);
    }
}
