package org.pushforward.backend.tensorflow.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.tensorflow.TensorFlowProgram;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.optim.Adam;
import org.pushforward.optim.Optimizer;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.TensorType;

/** Which updates TensorFlow's kernel makes; that their values are right is a rule of the conformance kit. */
final class AdamInPlaceTest {
    private static final TensorType VECTOR = TensorType.f32(4);
    private static final Tensor THETA = Tensor.input("theta", VECTOR);
    private static final Tensor FIRST = Tensor.input("first", VECTOR);
    private static final Tensor SECOND = Tensor.input("second", VECTOR);
    private static final Adam ADAM = Adam.withRate(0.1);

    private static Optimizer.Update update(Adam adam, Tensor theta, List<Tensor> moments) {
        List<Tensor> scalars = DoubleStream.of(adam.coefficients(0, 1))
                .mapToObj(number -> Tensor.scalar(DType.F32, number))
                .toList();
        return adam.update(theta, theta.sin(), moments, scalars);
    }

    private static Optimizer.Update update(Adam adam) {
        return update(adam, THETA, List.of(FIRST, SECOND));
    }

    private static Graph.Builder program(Optimizer.Update next) {
        return Graph.builder()
                .state(THETA, next.parameters())
                .state(FIRST, next.slots().get(0))
                .state(SECOND, next.slots().get(1));
    }

    private static long kernels(Graph.Builder program) {
        Graph graph = program.build();
        try (org.tensorflow.Graph target = new org.tensorflow.Graph()) {
            Emitter emit = new Emitter(target, "/device:CPU:0");
            Values values = new Values(emit);
            List<Variable> variables = new ArrayList<>();
            for (Graph.State state : graph.states()) {
                variables.add(Variable.declare(state.type(), state.name(), emit));
                values.put(state.current(), variables.get(variables.size() - 1).value());
            }
            AdamInPlace adam = new AdamInPlace(graph, variables);
            TensorFlowProgram.lower(graph, values, emit, node -> adam.lower(node, values, emit));
            long count = 0;
            for (var operations = target.operations(); operations.hasNext(); ) {
                count += operations.next().type().equals("ResourceApplyAdam") ? 1 : 0;
            }
            return count;
        }
    }

    @Test
    void anUpdateOfThreeStatesIsOne() {
        Graph.Builder graph = program(update(ADAM))
                .output("sine", THETA.sin())
                .output("before", THETA)
                .output("moment", FIRST);
        assertThat(kernels(graph)).isEqualTo(1);
    }

    @Test
    void updatesAfterEachOtherAreSpelledOut() {
        Optimizer.Update one = update(ADAM);
        assertThat(kernels(program(update(ADAM, one.parameters(), one.slots()))))
                .isZero();
    }

    @Test
    void decayAndASecondMomentThatFloat32CannotFollowAreSpelledOut() {
        assertThat(kernels(program(update(ADAM.withDecay(0.1))))).isZero();
        assertThat(kernels(program(update(ADAM.withBetas(0.9, 0.99999))))).isZero();
    }

    @Test
    void momentsThatAreAskedForOrHeldByOtherStatesAreSpelledOut() {
        Optimizer.Update next = update(ADAM);
        assertThat(kernels(program(next).output("moment", next.slots().get(0)))).isZero();
        assertThat(kernels(program(update(ADAM, THETA, List.of(SECOND, FIRST)))))
                .isZero();
    }
}
