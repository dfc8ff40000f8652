package org.pushforward.backend.onnx.plan;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pushforward.graph.Graph;
import org.pushforward.tensor.TensorType;

/**
 * The tasks of a graph, in stages. Tasks of one stage are independent, and each stage waits for the previous one.
 *
 * @param stages the stages in order
 * @param between the buffers that pass values between tasks, by name
 * @param inPlace the names of the states that are updated in place
 */
public record Plan(List<List<Task>> stages, Map<String, TensorType> between, Set<String> inPlace) {

    /**
     * The work of one thread between reading and writing buffers.
     *
     * @param graph its graph, without states
     * @param reads the location of each input, by name
     * @param writes the location of each output, by name
     * @param vector whether the JVM computes the task instead of the engine
     */
    public record Task(Graph graph, Map<String, BufferView> reads, Map<String, BufferView> writes, boolean vector) {}
}
