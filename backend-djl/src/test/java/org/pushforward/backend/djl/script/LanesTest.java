package org.pushforward.backend.djl.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Device;
import org.pushforward.backend.Executable;
import org.pushforward.backend.Program;
import org.pushforward.backend.djl.DjlEngine;
import org.pushforward.backend.djl.DjlProvider;
import org.pushforward.backend.support.DataParallelism;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Passes;
import org.pushforward.optim.Adam;
import org.pushforward.optim.Optimizer;
import org.pushforward.optim.Sgd;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks that a batch in parts on several threads agrees with the reference, with and without updates. */
class LanesTest {
    private static final int BATCH = 54;
    private static final int WIDTH = 130;
    private static final int SIZE = WIDTH * WIDTH + WIDTH;
    private static final int RUNS = 5;
    private static final Adam ADAM = new Adam(iteration -> 0.01, 0.8, 0.95, 1e-4, 0);

    private final Tensor x = Tensor.input("x", TensorType.f32(BATCH, WIDTH));
    private final List<Tensor> coefficients = List.of(
            Tensor.input("coefficients.0", TensorType.f32(5)), Tensor.input("coefficients.1", TensorType.f32(5)));
    private final Tensor mean = Tensor.input("mean", TensorType.f32(WIDTH));
    private final List<Tensor> states = List.of(
            Tensor.input("p", TensorType.f32(SIZE)),
            Tensor.input("p.m", TensorType.f32(SIZE)),
            Tensor.input("p.v", TensorType.f32(SIZE)));

    private static Tensor layer(Tensor weights, Tensor bias, Tensor batch) {
        return batch.matmul(weights).add(bias).max(0);
    }

    /** Two updates per run, a state that is not a parameter, an output in parts and one of the whole batch. */
    private Graph training() {
        List<Tensor> now = states;
        Tensor hidden = null;
        Tensor loss = null;
        for (int k = 0; k < 2; k++) {
            Tensor weights = now.get(0).slice(0, 0, WIDTH * WIDTH).reshape(WIDTH, WIDTH);
            Tensor bias = now.get(0).slice(0, WIDTH * WIDTH, SIZE);
            hidden = layer(weights, bias, layer(weights, bias, x));
            loss = hidden.sub(mean).square().mean();
            List<Tensor> gradients = Gradients.of(loss, List.of(weights, bias));
            Tensor gradient = gradients.get(0).reshape(WIDTH * WIDTH).concat(0, gradients.get(1));
            Tensor numbers = coefficients.get(k);
            List<Tensor> scalars = IntStream.range(0, 5)
                    .mapToObj(i -> numbers.slice(0, i, i + 1).reshape(Shape.scalar()))
                    .toList();
            Optimizer.Update update = ADAM.update(now.get(0), gradient, now.subList(1, 3), scalars);
            now = List.of(
                    update.parameters(), update.slots().get(0), update.slots().get(1));
        }
        Graph.Builder graph = Graph.builder().inputs(x).batched(x).inputs(coefficients);
        for (int i = 0; i < 3; i++) {
            graph.state(states.get(i), now.get(i));
        }
        return graph.state(mean, mean.mul(0.9).add(hidden.mean(0).mul(0.1)))
                .output("hidden", hidden)
                .output("loss", loss)
                .build();
    }

    private static Script script(Graph graph, int threads, boolean apart) {
        Graph passed = Passes.optimize(graph, node -> true);
        return ScriptWriter.write(DataParallelism.of(passed, threads, apart), threads, Device.cpu());
    }

    /** Four layers with gradients of their own, by an optimizer that has no kernel. */
    private Graph layers() {
        int layers = 4;
        int length = layers * WIDTH * WIDTH;
        Tensor theta = Tensor.input("theta", TensorType.f32(length));
        Tensor moment = Tensor.input("theta.v", TensorType.f32(length));
        List<Tensor> weights = IntStream.range(0, layers)
                .mapToObj(i -> theta.slice(0, i * WIDTH * WIDTH, (i + 1) * WIDTH * WIDTH)
                        .reshape(WIDTH, WIDTH))
                .toList();
        Tensor y = x;
        for (Tensor matrix : weights) {
            y = y.matmul(matrix).tanh();
        }
        Tensor loss = y.square().mean();
        List<Tensor> gradients = Gradients.of(loss, weights).stream()
                .map(gradient -> gradient.reshape(WIDTH * WIDTH))
                .toList();
        Tensor gradient = Tensor.concat(0, gradients);
        Optimizer.Update update = new Sgd(iteration -> 0, 0.5)
                .update(theta, gradient, List.of(moment), List.of(Tensor.scalar(x.dtype(), 3)));
        return Graph.builder()
                .inputs(x)
                .batched(x)
                .state(theta, update.parameters())
                .state(moment, update.slots().get(0))
                .output("loss", loss)
                .build();
    }

    @ParameterizedTest
    @CsvSource({"2, false", "2, true", "3, false", "3, true"})
    void theDividedGraphIsEquivalent(int threads, boolean apart) {
        checkEquivalence(training(), threads, apart);
        checkEquivalence(layers(), threads, apart);
    }

    private void checkEquivalence(Graph graph, int threads, boolean apart) {
        Graph optimized = Passes.optimize(graph, node -> true);
        BackendOptions options = BackendOptions.defaults().withThreads(threads);
        try (Backend reference = Backends.open("reference");
                Executable expected = reference.compile(graph);
                DjlEngine engine = (DjlEngine) new DjlProvider().open(options);
                Program actual = engine.compile(optimized, script(graph, threads, apart))) {
            for (int i = 0; i < optimized.states().size(); i++) {
                Graph.State state = optimized.states().get(i);
                float scale = state.name().contains(".") ? 0 : 0.1f;
                HostArray value = waves(state.type().shape(), scale, i);
                expected.write(state.name(), value);
                actual.write(i, value);
            }
            for (int run = 0; run < RUNS; run++) {
                Map<String, HostArray> inputs = inputs(run);
                inputs.keySet()
                        .retainAll(graph.inputs().stream().map(LanesTest::name).toList());
                List<String> names = List.copyOf(optimized.outputs().keySet());
                List<HostArray> outputs = actual.run(
                        List.copyOf(inputs.values()),
                        IntStream.range(0, names.size()).boxed().toList());
                Map<String, HostArray> values = expected.run(inputs);
                for (int i = 0; i < names.size(); i++) {
                    compare(outputs.get(i), values.get(names.get(i)));
                }
                for (int i = 0; i < optimized.states().size(); i++) {
                    compare(
                            actual.read(i),
                            expected.read(optimized.states().get(i).name()));
                }
            }
        }
    }

    private static String name(Tensor input) {
        return ((Source.Input) input.primitive()).name();
    }

    @Test
    void aPieceIsUpdatedBeforeTheGradientOfTheNextIsThere() {
        String method = script(layers(), 2, false).method();
        String update = method.substring(method.lastIndexOf("def __fork"));
        assertThat(update.split(" = fork\\(")).hasSize(2).allSatisfy(lane -> assertThat(lane)
                .containsPattern(
                        "(?s)torch\\.reshape\\(.*torch\\.\\w+_\\(w\\d+,.*torch\\.reshape\\(.*torch\\.\\w+_\\(w\\d+,"));
    }

    @Test
    void eachThreadUpdatesItsShareAndNothingPutsTheGradientTogether() {
        String method = script(training(), 3, false).method();
        assertThat(method.split("_fused_adam_\\(", -1)).hasSize(2 * 2 + 1);
        assertThat(method.split(" = fork\\(", -1)).hasSizeGreaterThan(2 * 2);
        assertThat(method).doesNotContain("[" + SIZE + "]");
    }

    @Test
    void smallPartsAreNotForked() {
        Tensor few = Tensor.input("few", TensorType.f32(4, 8));
        Graph graph = Graph.builder()
                .inputs(few)
                .batched(few)
                .output("y", few.tanh().sum())
                .build();
        assertThat(script(graph, 2, false).method()).doesNotContain("fork");
    }

    private Map<String, HostArray> inputs(int run) {
        Map<String, HostArray> inputs = new LinkedHashMap<>();
        inputs.put("x", waves(x.shape(), 1, run));
        for (int k = 0; k < 2; k++) {
            double[] values = ADAM.coefficients(run, 2 * run + 1 + k);
            inputs.put("coefficients." + k, HostArray.of(Shape.of(5), values).cast(x.dtype()));
        }
        return inputs;
    }

    private static HostArray waves(Shape shape, float scale, int seed) {
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = scale * (float) Math.sin(i * 0.7 + i * (double) i * 0.01 + seed);
        }
        return HostArray.wrap(shape, values);
    }

    private static void compare(HostArray actual, HostArray expected) {
        double largest = 0;
        for (int i = 0; i < expected.size(); i++) {
            largest = Math.max(largest, Math.abs(expected.get(i)));
        }
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).isCloseTo(expected.get(i), within(1e-4 * largest + 1e-12));
        }
    }
}
