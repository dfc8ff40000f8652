package org.pushforward.conformance.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.graph.Graph;
import org.pushforward.model.ParameterGroup;
import org.pushforward.optim.Optimizer;
import org.pushforward.optim.Sgd;
import org.pushforward.tensor.HostArray;
import org.pushforward.train.TrainingGraph;

/** The gradient of every model's loss agrees with central differences along a random direction, in float64. */
class ModelDerivativeTest {
    static List<ModelCase> models() {
        return ModelCase.all();
    }

    @ParameterizedTest
    @MethodSource("models")
    void theGradientOfALossMatchesFiniteDifferences(ModelCase model) {
        // A generator's loss also depends on it through the critic's steps, which its gradient ignores: make these
        // tiny.
        Map<String, Optimizer> still = new HashMap<>();
        model.model().groups().forEach(group -> still.put(group.name(), Sgd.withRate(1e-30)));
        TrainingGraph training = TrainingGraph.withGradients(model.model(), still, model.data(), 16);
        Graph graph = training.graph();
        Map<String, HostArray> inputs = training.inputs(ModelCase.KEY, 0);
        Map<String, HostArray> states = training.initialStates(model.parameters());
        for (ParameterGroup group : model.model().groups()) {
            String loss = graph.outputs().containsKey(group.name()) ? group.name() : group.name() + ".0";
            double[] direction = ModelCase.KEY
                    .fold("direction")
                    .normal(group.flat().type().shape())
                    .toDoubles();
            HostArray gradient = ReferenceInterpreter.evaluate(graph, inputs, states)
                    .outputs()
                    .get(loss + ".gradient");
            double predicted = 0;
            for (int i = 0; i < direction.length; i++) {
                predicted += gradient.get(i) * direction[i];
            }
            // Small, since the slope of a penalty jumps where a unit of the critic changes sides; rounding adds 1e-15 /
            // h.
            double h = 1e-8;
            double slope = (value(graph, inputs, moved(states, group, direction, h), loss)
                            - value(graph, inputs, moved(states, group, direction, -h), loss))
                    / (2 * h);
            assertThat(slope).as(loss).isCloseTo(predicted, within(1e-6 * Math.max(1, Math.abs(predicted))));
        }
    }

    private static double value(
            Graph graph, Map<String, HostArray> inputs, Map<String, HostArray> states, String loss) {
        return ReferenceInterpreter.evaluate(graph, inputs, states)
                .outputs()
                .get(loss)
                .item();
    }

    private static Map<String, HostArray> moved(
            Map<String, HostArray> states, ParameterGroup group, double[] direction, double h) {
        double[] vector = states.get(group.name()).toDoubles();
        for (int i = 0; i < vector.length; i++) {
            vector[i] += h * direction[i];
        }
        Map<String, HostArray> moved = new HashMap<>(states);
        moved.put(group.name(), HostArray.wrap(states.get(group.name()).shape(), vector));
        return moved;
    }
}
