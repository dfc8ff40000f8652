package org.pushforward.conformance.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.backend.support.Primitives;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.derivatives.GradientCases;
import org.pushforward.conformance.values.OperationCases;
import org.pushforward.graph.Checkpoint;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.text.GraphText;
import org.pushforward.model.Objective;
import org.pushforward.optim.ExponentialAverage;
import org.pushforward.tensor.HostArray;
import org.pushforward.train.TrainingGraph;

/** A graph that is written as text and read back is equal and computes the same values. */
class StoredGraphTest {
    private static Graph readBack(Graph graph) {
        String text = GraphText.of(graph);
        Graph read = GraphText.parse(text);
        assertThat(GraphText.of(read)).isEqualTo(text);
        return read;
    }

    @Test
    void everyCaseOfEveryPrimitiveIsReadBack() {
        Set<Class<? extends Primitive>> seen = new HashSet<>();
        for (ConformanceCase each : cases().toList()) {
            Graph graph = each.graph();
            Graph read = readBack(graph);
            read.nodes().forEach(node -> seen.add(node.primitive().getClass()));
            assertThat(ReferenceInterpreter.evaluate(read, each.values("")))
                    .as(each.name())
                    .isEqualTo(ReferenceInterpreter.evaluate(graph, each.values("")));
        }
        Set<Class<? extends Primitive>> expected = new HashSet<>(Primitives.all());
        expected.remove(Checkpoint.class);
        assertThat(seen).isEqualTo(expected);
    }

    private static Stream<ConformanceCase> cases() {
        return Stream.of(OperationCases.all(), GradientCases.all()).flatMap(List::stream);
    }

    static List<ModelCase> models() {
        return ModelCase.all();
    }

    @ParameterizedTest
    @MethodSource("models")
    void trainingIsReadBackWithItsStates(ModelCase model) {
        Optional<ExponentialAverage> average = Optional.of(new ExponentialAverage(0.9));
        TrainingGraph training =
                TrainingGraph.of(model.model(), Objective.usual(), model.optimizers(), average, model.data(), 4);
        Graph graph = training.graph();
        Graph read = readBack(graph);
        assertThat(read.text()).isEqualTo(graph.text());
        assertThat(read.states().stream().map(Graph.State::name))
                .containsExactlyElementsOf(
                        graph.states().stream().map(Graph.State::name).toList());
        Map<String, HostArray> inputs = training.inputs(ModelCase.KEY, 0);
        Map<String, HostArray> states = training.initialStates(model.parameters());
        assertThat(ReferenceInterpreter.evaluate(read, inputs, states))
                .isEqualTo(ReferenceInterpreter.evaluate(graph, inputs, states));
    }
}
