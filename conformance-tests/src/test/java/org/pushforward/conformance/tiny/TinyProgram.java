package org.pushforward.conformance.tiny;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.backend.Program;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.backend.reference.ReferenceInterpreter.Evaluation;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;

/** A graph that the interpreter evaluates, with results rounded to the types of the graph. */
final class TinyProgram implements Program {
    private final Graph graph;
    private final Map<String, HostArray> states = new HashMap<>();

    TinyProgram(Graph graph) {
        this.graph = graph;
    }

    @Override
    public void write(int state, HostArray value) {
        states.put(graph.states().get(state).name(), value);
    }

    @Override
    public HostArray read(int state) {
        return states.get(graph.states().get(state).name());
    }

    @Override
    public List<HostArray> run(List<HostArray> inputs, List<Integer> wanted) {
        Map<String, HostArray> values = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            values.put(((Source.Input) graph.inputs().get(i).primitive()).name(), inputs.get(i));
        }
        Evaluation evaluation = evaluate(values);
        graph.states()
                .forEach(state -> states.put(
                        state.name(),
                        evaluation.states().get(state.name()).cast(state.type().dtype())));
        List<HostArray> outputs = new ArrayList<>();
        for (Map.Entry<String, Tensor> output : graph.outputs().entrySet()) {
            outputs.add(evaluation
                    .outputs()
                    .get(output.getKey())
                    .cast(output.getValue().dtype()));
        }
        return wanted.stream().map(outputs::get).toList();
    }

    private Evaluation evaluate(Map<String, HostArray> values) {
        return ReferenceInterpreter.evaluate(graph, values, states);
    }

    @Override
    public void close() {
        states.clear();
    }
}
