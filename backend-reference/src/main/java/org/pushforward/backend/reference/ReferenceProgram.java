package org.pushforward.backend.reference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.backend.Program;
import org.pushforward.backend.reference.ReferenceInterpreter.Evaluation;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Source;
import org.pushforward.tensor.HostArray;

/** A graph and its states in the interpreter. States are replaced only after a run has succeeded. */
final class ReferenceProgram implements Program {
    private final Graph graph;
    private Map<String, HostArray> states = new HashMap<>();

    ReferenceProgram(Graph graph) {
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
    public boolean isWide() {
        return true;
    }

    @Override
    public List<HostArray> run(List<HostArray> inputs, List<Integer> wanted) {
        Map<String, HostArray> named = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            named.put(((Source.Input) graph.inputs().get(i).primitive()).name(), inputs.get(i));
        }
        Evaluation evaluation = evaluate(named);
        if (!states.isEmpty()) {
            states = evaluation.states();
        }
        List<HostArray> outputs = List.copyOf(evaluation.outputs().values());
        return wanted.stream().map(outputs::get).toList();
    }

    private Evaluation evaluate(Map<String, HostArray> inputs) {
        return ReferenceInterpreter.evaluate(graph, inputs, states);
    }

    @Override
    public void close() {}
}
