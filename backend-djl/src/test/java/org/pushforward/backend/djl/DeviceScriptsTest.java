package org.pushforward.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.pushforward.backend.Program;
import org.pushforward.backend.djl.script.Script;
import org.pushforward.backend.djl.script.ScriptWriter;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Scan;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Runs the scripts for a GPU on the CPU, and checks that they differ from those for the CPU. */
class DeviceScriptsTest {
    private final HostArray values = RandomKey.of(1).normal(Shape.of(2, 4, 3));

    @Test
    void slicesAreAddedInOrderOnAGpu() {
        HostArray positions = HostArray.of(Shape.of(4), 2L, 0L, 2L, 2L);
        check(new Indexing.ScatterAdd(1, 5), "torch.index_add_(", "torch.index_put_(", values, positions);
    }

    @Test
    void elementsAreAddedInOrderOnAGpu() {
        long[] numbers = IntStream.range(0, 24).mapToLong(i -> i * 7 % 5).toArray();
        HostArray positions = HostArray.wrap(Shape.of(2, 4, 3), numbers);
        for (int axis = 0; axis < 3; axis++) {
            check(new Indexing.ScatterAddAlong(axis, 5), "torch.scatter_add_(", "torch.index_put_(", values, positions);
        }
    }

    @Test
    void oneRowIsSummedAsOneOfTwoOnAGpu() {
        HostArray row = RandomKey.of(2).normal(Shape.of(1, 50));
        check(new Scan.CumulativeSum(1, true, true), "torch.cumsum(", "torch.select(", row);
    }

    private static void check(Primitive primitive, String onProcessor, String onGpu, HostArray... operands) {
        List<Tensor> inputs = new ArrayList<>();
        for (HostArray operand : operands) {
            inputs.add(Tensor.input("x" + inputs.size(), operand.type()));
        }
        Graph graph = Graph.builder()
                .inputs(inputs)
                .output("y", Tensor.of(primitive, inputs))
                .build();
        Script gpu = ScriptWriter.write(graph, Device.gpu(0));
        assertThat(ScriptWriter.write(graph, Device.cpu()).method())
                .contains(onProcessor)
                .doesNotContain(onGpu);
        assertThat(gpu.method()).contains(onGpu);
        Script here = new Script(
                gpu.method().replace("cuda:0", "cpu"), gpu.views(), gpu.constants(), gpu.inPlace(), gpu.lanes());
        try (DjlEngine engine = (DjlEngine) new DjlProvider().open(BackendOptions.defaults());
                Program program = engine.compile(graph, here)) {
            HostArray actual = program.run(List.of(operands), List.of(0)).get(0);
            Map<String, HostArray> named = new HashMap<>();
            inputs.forEach(input -> named.put(((Source.Input) input.primitive()).name(), operands[named.size()]));
            HostArray expected = ReferenceInterpreter.evaluate(graph, named).get("y");
            for (int i = 0; i < expected.size(); i++) {
                assertThat(actual.get(i)).as("element %d", i).isCloseTo(expected.get(i), within(1e-5));
            }
        }
    }

    @Test
    void batchesAreDividedAmongThreadsOnAProcessorAlone() {
        Tensor x = Tensor.input("x", TensorType.f32(512, 256));
        Tensor w = Tensor.input("w", TensorType.f32(256, 256));
        Graph graph = Graph.builder()
                .inputs(x, w)
                .batched(x)
                .output("y", x.matmul(w).tanh().matmul(w).square().sum())
                .build();
        BackendOptions options = BackendOptions.defaults().withThreads(2);
        assertThat(new DjlEngine(options, null).script(graph).lanes()).isEqualTo(2);
        assertThat(new DjlEngine(options.withDevice(Device.gpu(0)), null)
                        .script(graph)
                        .lanes())
                .isEqualTo(1);
    }
}
