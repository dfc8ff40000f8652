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
import org.tensorflow.GraphOperation;

/** Which updates TensorFlow's kernel makes; that their values are right is a rule of the conformance kit. */
final class AdamInPlaceTest {
    private static final TensorType VECTOR = TensorType.f32(6);
    private static final Tensor THETA = Tensor.input("theta", VECTOR);
    private static final Tensor FIRST = Tensor.input("first", VECTOR);
    private static final Tensor SECOND = Tensor.input("second", VECTOR);
    private static final String KERNEL = "ResourceApplyAdam";
    private static final Adam ADAM = Adam.withRate(0.1);

    private static Optimizer.Update update(Adam adam, Tensor theta, List<Tensor> moments) {
        return update(adam, theta, theta.sin(), moments);
    }

    private static Optimizer.Update update(Adam adam, Tensor theta, Tensor gradient, List<Tensor> moments) {
        List<Tensor> scalars = DoubleStream.of(adam.coefficients(0, 1))
                .mapToObj(number -> Tensor.scalar(DType.F32, number))
                .toList();
        return adam.update(theta, gradient, moments, scalars);
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

    private static List<GraphOperation> operations(Graph graph, org.tensorflow.Graph target) {
        Emitter emit = new Emitter(target, "/device:CPU:0");
        Values values = new Values(emit);
        List<Variable> variables = new ArrayList<>();
        AdamInPlace adam = new AdamInPlace(graph);
        for (Graph.State state : graph.states()) {
            int position = variables.size();
            variables.add(Variable.declare(state.type(), adam.scale(position), state.name(), emit));
            values.put(state.current(), variables.get(position).value());
        }
        TensorFlowProgram.lower(graph, values, emit, node -> adam.lower(node, variables, values, emit));
        List<GraphOperation> operations = new ArrayList<>();
        target.operations().forEachRemaining(operations::add);
        return operations;
    }

    private static long kernels(Graph.Builder program) {
        try (org.tensorflow.Graph target = new org.tensorflow.Graph()) {
            return operations(program.build(), target).stream()
                    .filter(operation -> operation.type().equals(KERNEL))
                    .count();
        }
    }

    /** Returns the types of the operations that compute the kernel's gradient, beginning with the last, each followed by its first operand. */
    private static List<String> gradient(Graph.Builder program) {
        try (org.tensorflow.Graph target = new org.tensorflow.Graph()) {
            GraphOperation kernel = operations(program.build(), target).stream()
                    .filter(operation -> operation.type().equals(KERNEL))
                    .findFirst()
                    .orElseThrow();
            List<String> types = new ArrayList<>();
            GraphOperation next = (GraphOperation) kernel.input(9).op();
            types.add(next.type());
            while (next.numInputs() > 0) {
                next = (GraphOperation) next.input(0).op();
                types.add(next.type());
            }
            return types;
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

    @Test
    void aGradientThatIsAProductIsScaledByItsSmallerFactor() {
        Tensor left = Tensor.input("left", TensorType.f32(2, 1));
        Tensor right = Tensor.input("right", TensorType.f32(1, 3));
        Tensor product = left.matmul(right);
        Tensor gradient = product.reshape(6);
        Optimizer.Update next = update(ADAM, THETA, gradient, List.of(FIRST, SECOND));
        assertThat(gradient(program(next).inputs(left, right)))
                .isEqualTo(List.of("Reshape", "MatMul", "Mul", "Placeholder"));
        assertThat(gradient(program(next).inputs(left, right).output("product", product)))
                .isEqualTo(List.of("Reshape", "Mul", "MatMul", "Placeholder"));
    }
}
