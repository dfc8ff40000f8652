package org.pushforward.conformance.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.data.Batch;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.model.ParameterGroup;
import org.pushforward.model.Step;
import org.pushforward.nn.FlatParameters;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** P21 for whole models: &lt;u, J v&gt; = &lt;J^T u, v&gt;, with J the derivative of all losses in data and parameters
 * together, in float64. */
class ModelAdjointTest {
    private static final RandomKey KEY = RandomKey.of(17);
    private static final int BATCH = 6;

    static List<ModelCase> models() {
        return ModelCase.all();
    }

    /** Collects the losses of a step on given data. */
    private static final class Losses implements Step {
        private final Batch batch;
        private final List<Tensor> losses = new ArrayList<>();
        private int drawn;

        Losses(Batch batch) {
            this.batch = batch;
        }

        @Override
        public int rows() {
            return BATCH;
        }

        @Override
        public Batch batch() {
            return batch;
        }

        @Override
        public Tensor normal(int... dims) {
            return Tensor.constant(KEY.fold(drawn++).normal(Shape.of(dims)));
        }

        @Override
        public Tensor uniform(int... dims) {
            return Tensor.constant(KEY.fold(drawn++).uniform(Shape.of(dims)));
        }

        @Override
        public void minimize(ParameterGroup group, Tensor loss) {
            losses.add(loss.reshape(1));
        }

        @Override
        public Tensor state(String name, HostArray initial) {
            return Tensor.constant(initial);
        }

        @Override
        public void replace(Tensor state, Tensor next) {}

        @Override
        public void report(String name, Tensor scalar) {}
    }

    @ParameterizedTest
    @MethodSource("models")
    void theTwoProductsWithTheJacobianAreAdjoint(ModelCase model) {
        FlatParameters flat = new FlatParameters(model.model().parameters());
        Rows rows = ModelCase.rows(model.model().schema(), BATCH, KEY.fold("data"));
        Tensor x = Tensor.input("x", rows.x().type());
        Map<String, Tensor> columns = new HashMap<>();
        rows.columns().forEach((name, value) -> columns.put(name, Tensor.constant(value)));
        columns.put(Schema.X, x);
        Losses step = new Losses(new Batch(columns));
        model.model().learn(step);
        Tensor y = Tensor.concat(0, step.losses);
        List<Tensor> inputs = new ArrayList<>(flat.leaves());
        inputs.add(x);
        Tensor u = Tensor.constant(KEY.fold("u").normal(y.shape()));
        List<Tensor> v = new ArrayList<>();
        inputs.forEach(
                input -> v.add(Tensor.constant(KEY.fold("v").fold(v.size()).normal(input.shape()))));

        Tensor forward = u.mul(Gradients.jvp(List.of(y), inputs, v).get(0)).sum();
        List<Tensor> pulled = Gradients.vjp(List.of(y), inputs, List.of(u));
        Tensor backward = pulled.get(0).mul(v.get(0)).sum();
        for (int i = 1; i < v.size(); i++) {
            backward = backward.add(pulled.get(i).mul(v.get(i)).sum());
        }

        Map<String, HostArray> values = new HashMap<>(model.parameters().byPath());
        values.put("x", rows.x());
        Graph graph = Graph.builder()
                .inputs(inputs)
                .output("forward", forward)
                .output("backward", backward)
                .build();
        Map<String, HostArray> results = ReferenceInterpreter.evaluate(graph, values);
        double product = results.get("forward").item();
        assertThat(product).isNotZero();
        assertThat(results.get("backward").item()).isCloseTo(product, within(1e-9 * Math.max(1, Math.abs(product))));
    }
}
