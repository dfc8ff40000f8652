package org.pushforward.backend.onnx.plan;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pushforward.graph.Graph;
import org.pushforward.tensor.TensorType;

/**
 * A graph as tasks in stages: tasks of one stage do not wait for each other, and each stage waits for the one before.
 *
 * @param stages the stages in order
 * @param between the memories in which values pass from one task to another, by name
 * @param inPlace the names of the states that are written where they are read
 */
public record Plan(List<List<Task>> stages, Map<String, TensorType> between, Set<String> inPlace) {

    /**
     * What one thread computes by itself, between reading and writing memories.
     *
     * @param graph its graph, without states
     * @param reads where its inputs lie, by name
     * @param writes where its outputs go, by name
     * @param vector whether the virtual machine computes it, and not the engine
     */
    public record Task(Graph graph, Map<String, BufferView> reads, Map<String, BufferView> writes, boolean vector) {}
}
