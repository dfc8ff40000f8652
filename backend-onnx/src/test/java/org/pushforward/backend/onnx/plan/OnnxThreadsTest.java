package org.pushforward.backend.onnx.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Executable;
import org.pushforward.backend.onnx.lowering.BlockedLayout;
import org.pushforward.backend.onnx.lowering.GraphWriter;
import org.pushforward.backend.onnx.lowering.Kernels;
import org.pushforward.backend.support.DataParallelism;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Passes;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks that threads that share a batch and an update compute the same as one thread. */
class OnnxThreadsTest {
    private static final int WIDTH = 192;
    private static final int SIZE = WIDTH * WIDTH + WIDTH;
    private static final int STEPS = 2;

    /** Each step starts from the result of the previous one. Weights and biases are views of one vector. */
    private static Graph training() {
        Tensor x = Tensor.input("x", TensorType.f32(256, WIDTH));
        Tensor first = Tensor.input("parameters", TensorType.f32(SIZE));
        Tensor before = Tensor.input("moment", TensorType.f32(SIZE));
        Tensor parameters = first;
        Tensor moment = before;
        Graph.Builder graph = Graph.builder().inputs(x).batched(x);
        for (int step = 0; step < STEPS; step++) {
            Tensor w = parameters.slice(0, 0, WIDTH * WIDTH).reshape(WIDTH, WIDTH);
            Tensor b = parameters.slice(0, WIDTH * WIDTH, SIZE);
            Tensor loss = x.matmul(w)
                    .add(b.broadcastTo(x.shape()))
                    .max(0)
                    .matmul(w)
                    .square()
                    .mean();
            List<Tensor> gradients = Gradients.of(loss, List.of(w, b));
            Tensor gradient = Tensor.concat(0, List.of(gradients.get(0).reshape(-1), gradients.get(1)));
            moment = moment.mul(0.9).add(gradient.mul(0.1));
            parameters =
                    parameters.sub(moment.div(moment.square().sqrt().add(0.1)).mul(0.01));
            graph.output("loss" + step, loss);
        }
        return graph.state(first, parameters).state(before, moment).build();
    }

    @Test
    void aTrainingStepWithTwoThreadsIsThatWithOne() {
        Graph graph = training();
        List<HostArray> results = new ArrayList<>();
        for (int threads = 1; threads <= 2; threads++) {
            try (Backend backend =
                            Backends.open("onnx", BackendOptions.defaults().withThreads(threads));
                    Executable executable = backend.compile(graph)) {
                executable.write("parameters", RandomKey.of(1).normal(Shape.of(SIZE)));
                executable.write("moment", HostArray.zeros(TensorType.f32(SIZE)));
                HostArray x = RandomKey.of(2).normal(Shape.of(256, WIDTH));
                for (int run = 0; run < 3; run++) {
                    results.add(executable.run(Map.of("x", x)).get("loss1"));
                }
                results.add(executable.read("parameters"));
            }
        }
        int half = results.size() / 2;
        for (int i = 0; i < half; i++) {
            HostArray one = results.get(i);
            HostArray two = results.get(half + i);
            for (int k = 0; k < one.size(); k++) {
                // Sums over the batch are rounded in a different order.
                double tolerance = 1e-4 * Math.max(1, Math.abs(one.get(k)));
                assertThat(two.get(k)).as("result %d, element %d", i, k).isCloseTo(one.get(k), within(tolerance));
            }
        }
    }

    @Test
    void bothThreadsHaveWorkInEveryStageAndNothingIsMovedBetweenThem() {
        DataParallelism.Division parts = DataParallelism.of(Passes.optimize(training()), 2);
        Plan schedule = Planner.schedule(VectorTiling.cut(parts, 2), 2);
        // The gradient of a step and its update, twice.
        List<List<Plan.Task>> stages =
                schedule.stages().stream().filter(stage -> stage.size() == 2).toList();
        assertThat(stages).hasSize(2 * STEPS);
        // The sum of both threads' losses.
        assertThat(schedule.stages()).hasSizeBetween(2 * STEPS, 2 * STEPS + 1);
        for (int i = 0; i < stages.size(); i++) {
            for (Plan.Task task : stages.get(i)) {
                assertThat(task.vector()).isEqualTo(i % 2 == 1);
                if (!task.vector()) {
                    String model = new String(
                            GraphWriter.write(task.graph(), BlockedLayout.NONE, Kernels.CPU),
                            StandardCharsets.ISO_8859_1);
                    assertThat(model).doesNotContain("Slice").doesNotContain("Concat");
                }
            }
        }
    }
}
