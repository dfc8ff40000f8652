package org.pushforward.backend.reference;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.BackendProvider;
import org.pushforward.backend.Engine;
import org.pushforward.backend.ForwardingEngine;
import org.pushforward.backend.Program;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;

/** The interpreter with states and outputs rounded to the types of the graph, like those of other engines. */
public final class RoundingProvider implements BackendProvider {
    private final ReferenceProvider exact = new ReferenceProvider();

    @Override
    public String name() {
        return "rounding";
    }

    @Override
    public BackendDescription describe() {
        return exact.describe();
    }

    @Override
    public Engine open(BackendOptions options) {
        return new ForwardingEngine(exact.open(options)) {
            @Override
            public Program compile(Graph graph) {
                return new Rounding(graph, super.compile(graph));
            }
        };
    }

    private record Rounding(Graph graph, Program exact) implements Program {
        @Override
        public void write(int state, HostArray value) {
            exact.write(state, value);
        }

        @Override
        public HostArray read(int state) {
            return exact.read(state);
        }

        @Override
        public List<HostArray> run(List<HostArray> inputs, List<Integer> wanted) {
            List<HostArray> results = exact.run(inputs, wanted);
            for (int i = 0; i < graph.states().size(); i++) {
                exact.write(i, exact.read(i).cast(graph.states().get(i).type().dtype()));
            }
            List<Tensor> outputs = List.copyOf(graph.outputs().values());
            List<HostArray> rounded = new ArrayList<>();
            for (int i = 0; i < wanted.size(); i++) {
                rounded.add(results.get(i).cast(outputs.get(wanted.get(i)).dtype()));
            }
            return rounded;
        }

        @Override
        public void close() {
            exact.close();
        }
    }
}
