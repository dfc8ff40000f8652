package org.pushforward.backend;

import org.pushforward.graph.Graph;

/**
 * A program with what it was compiled from.
 *
 * @param content the content of the graph as it was given
 * @param graph the graph after the passes
 * @param program the engine's program
 */
record CompiledGraph(GraphContent content, Graph graph, Program program) {}
