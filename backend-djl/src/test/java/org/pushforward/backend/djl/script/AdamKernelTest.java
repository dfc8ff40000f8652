package org.pushforward.backend.djl.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Engine;
import org.pushforward.backend.Program;
import org.pushforward.backend.djl.DjlEvaluation;
import org.pushforward.backend.djl.DjlProvider;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Passes;
import org.pushforward.optim.Adam;
import org.pushforward.optim.Optimizer;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks which updates use libtorch's kernel. The conformance kit checks their values. */
class AdamKernelTest extends DjlEvaluation {
    private static final TensorType VECTOR = TensorType.f32(4);
    private static final Tensor THETA = Tensor.input("theta", VECTOR);
    private static final Tensor FIRST = Tensor.input("first", VECTOR);
    private static final Tensor SECOND = Tensor.input("second", VECTOR);
    private static final Adam ADAM = Adam.withRate(0.1);
    private static final int RATE = 3;

    private static List<Tensor> scalars() {
        return DoubleStream.of(ADAM.coefficients(0, 1))
                .mapToObj(number -> Tensor.scalar(DType.F32, number))
                .toList();
    }

    private static Optimizer.Update update(Adam adam, List<Tensor> scalars) {
        return adam.update(THETA, THETA.sin(), List.of(FIRST, SECOND), scalars);
    }

    private static Graph.Builder program(Optimizer.Update next) {
        return Graph.builder()
                .state(THETA, next.parameters())
                .state(FIRST, next.slots().get(0))
                .state(SECOND, next.slots().get(1));
    }

    private static List<AdamKernel> kernels(Graph.Builder graph) {
        return AdamKernel.all(Passes.optimize(graph.build(), node -> true)).orElse(List.of());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3})
    void anUpdateOfThreeStatesIsOne(double decay) {
        assertThat(kernels(program(update(ADAM.withDecay(decay), scalars())))).hasSize(1);
    }

    @Test
    void updatesAfterEachOtherAreOneEachWhateverReadsThem() {
        Optimizer.Update one = update(ADAM, scalars());
        Optimizer.Update two = ADAM.update(one.parameters(), one.parameters().cos(), one.slots(), scalars());
        Graph.Builder graph = program(two)
                .output("before", THETA)
                .output("change", two.parameters().sub(one.parameters()))
                .output("moment", two.slots().get(0).sub(FIRST));
        assertThat(kernels(graph)).hasSize(2);
    }

    @Test
    void updatesOfWhatIsNoStateAreExpanded() {
        Optimizer.Update next = update(ADAM, scalars());
        Graph.Builder graph = Graph.builder()
                .output("after", next.parameters())
                .state(THETA, THETA)
                .state(FIRST, FIRST)
                .state(SECOND, next.slots().get(1));
        assertThat(kernels(graph)).isEmpty();
    }

    @Test
    void aRateThatDependsOnTheUpdateIsExpanded() {
        Tensor moment = update(ADAM, scalars()).slots().get(0);
        List<Tensor> scalars = new ArrayList<>(scalars());
        scalars.set(RATE, moment.square().sum());
        assertThat(kernels(program(update(ADAM, scalars)))).isEmpty();
    }

    /** A backend would refuse the position before the run. */
    @Test
    void aRunThatFailsBeforeTheUpdateLeavesTheStatesUnchanged() {
        Tensor at = Tensor.input("at", new TensorType(DType.I64, Shape.of(1)));
        Graph.Builder graph = program(update(ADAM, scalars())).inputs(at).output("taken", THETA.takeAlong(0, at));
        assertThat(kernels(graph)).hasSize(1);
        HostArray zeros = HostArray.zeros(VECTOR);
        List<HostArray> states = List.of(HostArray.of(Shape.of(4), 1f, 2f, 3f, 4f), zeros, zeros);
        try (Engine engine = new DjlProvider().open(BackendOptions.defaults())) {
            Program program = engine.compile(Passes.optimize(graph.build(), node -> true));
            for (int i = 0; i < 3; i++) {
                program.write(i, states.get(i));
            }
            List<HostArray> outside = List.of(HostArray.of(Shape.of(1), 99L));
            assertThatThrownBy(() -> program.run(outside, List.of(0)))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("write() them again");
            for (int i = 0; i < 3; i++) {
                assertThat(program.read(i)).isEqualTo(states.get(i));
            }
            List<HostArray> inside = List.of(HostArray.of(Shape.of(1), 2L));
            assertThat(program.run(inside, List.of(0)).get(0).get(0)).isEqualTo(3);
            assertThat(program.read(0).get(2)).isNotEqualTo(3);
            program.close();
        }
    }
}
