package org.pushforward.backend.onnx.run;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.pushforward.backend.onnx.plan.BufferView;
import org.pushforward.backend.onnx.plan.Plan;

/**
 * A task that the engine computes. Tasks that differ only in the location of their values share a session.
 *
 * @param task the task
 * @param session a session of its graph, which may lack unused inputs and results without elements
 */
public record SessionTask(Plan.Task task, OrtSession session) implements CompiledTask {
    @Override
    public BoundTask bind(Map<String, SharedTensor> memories) {
        Map<String, OnnxTensor> read = bind(task.reads(), session.getInputNames(), memories);
        Map<String, OnnxTensor> written = bind(task.writes(), session.getOutputNames(), memories);
        return () -> session.run(read, written).close();
    }

    private static Map<String, OnnxTensor> bind(
            Map<String, BufferView> regions, Set<String> names, Map<String, SharedTensor> memories) {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        for (String name : names) {
            BufferView region = regions.get(name);
            tensors.put(name, memories.get(region.memory()).tensor(region));
        }
        return tensors;
    }
}
