package org.pushforward.backend.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.graph.Composite;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks that a divided graph computes the same as the original, and that it is divided wherever possible. */
final class DataParallelismTest {
    private static final int BATCH = 5;
    private static final ConvolutionGeometry SAME = ConvolutionGeometry.square(1, 1, 1);

    /** Operations on x, of shape [5, 4, 6, 6], and w, of shape [4, 4, 3, 3], and whether they can be divided. */
    static Stream<Arguments> operations() {
        return Stream.of(
                divided("elementwise", (x, w) -> x.tanh()
                        .mul(x)
                        .add(w.slice(2, 0, 1).slice(3, 0, 1).sum())),
                divided("repeated operands", (x, w) -> x.mul(w.sum(0, 2, 3).reshape(4, 1, 1))),
                divided("whole operands", (x, w) -> x.sum(1, 2, 3)
                        .add(Tensor.iota(x.type().with(Shape.of(BATCH)), 0))),
                divided("a named activation", (x, w) -> x.sigmoid()),
                divided("barrier", (x, w) -> x.after(w)),
                divided("choice", (x, w) -> x.greater(0).where(x, x.zerosLike())),
                divided("reshape", (x, w) -> x.reshape(BATCH, 2, 72)),
                divided("reshape that merges axes", (x, w) -> x.reshape(20, 36).tanh()),
                divided("reshape that merges axes and separates them", (x, w) -> x.transpose(1, 0, 2, 3)
                        .reshape(4, 30, 6)
                        .matmul(Tensor.constant(numbers(4, 6, 2)))
                        .reshape(4, BATCH, 6, 2)
                        .sum(1)),
                divided("transpose", (x, w) -> x.transpose(1, 2, 0, 3).mul(2).sum(1)),
                divided(
                        "broadcast",
                        (x, w) -> x.sum(2, 3).broadcastTo(Shape.of(3, BATCH, 4)).exp()),
                divided("slices", (x, w) -> x.slice(1, 1, 3).pad(2, 1, 0, 0.5).reverse(3)),
                divided("concatenation", (x, w) -> x.concat(1, x.neg())),
                divided("sums within", (x, w) -> x.sum(1).maxOver(2)),
                divided("sums across", (x, w) -> x.square().sum(0)),
                divided("largest across", (x, w) -> x.square().maxOver(0, 2)),
                divided("rows times matrix", (x, w) -> x.reshape(BATCH, 144).matmul(Tensor.constant(numbers(144, 3)))),
                divided("matrix times columns", (x, w) -> Tensor.constant(numbers(3, 144))
                        .matmul(x.reshape(BATCH, 144).transpose())),
                divided(
                        "columns times rows",
                        (x, w) -> x.reshape(BATCH, 144).transpose().matmul(x.reshape(BATCH, 144))),
                divided("rows times columns", (x, w) -> x.reshape(BATCH, 144)
                        .matmul(x.reshape(BATCH, 144).transpose())),
                divided("batches of matrices", (x, w) -> x.matmul(x.transpose())),
                divided("convolution and its gradients", (x, w) -> {
                    Tensor loss = x.conv2d(w, SAME).square().sum();
                    List<Tensor> gradients = Gradients.of(loss, List.of(x, w));
                    return gradients.get(0).sum(0, 2, 3).add(gradients.get(1).sum(1, 2, 3));
                }),
                divided("norm", (x, w) -> Tensor.of(new Normalization.GroupNorm(2, 1e-3), List.of(x))),
                divided("softmax", (x, w) -> Tensor.of(new Normalization.Softmax(1), List.of(x))),
                divided("sort of lanes", (x, w) -> Tensor.of(new Composite.Sort(3), List.of(x))),
                divided("scan of lanes", (x, w) -> x.cumulativeSum(2, true, true)),
                divided("order of lanes", (x, w) -> x.takeAlong(1, x.argSort(1))),
                whole("softmax across", (x, w) -> Tensor.of(new Normalization.Softmax(0), List.of(x))),
                whole("sort across", (x, w) -> x.sort(0)),
                whole("scan across", (x, w) -> x.cumulativeSum(0, false, false)),
                whole("slice across", (x, w) -> x.slice(0, 1, 4)),
                whole("concatenation across", (x, w) -> x.concat(0, x)),
                whole("reversal across", (x, w) -> x.reverse(0)),
                whole("reshape across", (x, w) -> x.reshape(4, BATCH, 36)));
    }

    private static Arguments divided(String name, BinaryOperator<Tensor> operation) {
        return Arguments.of(name, operation, true);
    }

    private static Arguments whole(String name, BinaryOperator<Tensor> operation) {
        return Arguments.of(name, operation, false);
    }

    private static HostArray numbers(int... dims) {
        Shape shape = Shape.of(dims);
        SplittableRandom random = new SplittableRandom(shape.size());
        double[] values = IntStream.range(0, shape.size())
                .mapToDouble(i -> random.nextDouble() * 2 - 1)
                .toArray();
        return HostArray.wrap(shape, values).cast(DType.F32);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void theDividedGraphIsEquivalent(String name, BinaryOperator<Tensor> operation, boolean inParts) {
        Tensor x = Tensor.input("x", numbers(BATCH, 4, 6, 6).type());
        Tensor w = Tensor.input("w", numbers(4, 4, 3, 3).type());
        Tensor result = operation.apply(x, w);
        // A scalar that depends on the position of each element, because joining large results would not pay.
        Tensor y = result.mul(Tensor.constant(numbers(result.shape().dims()))).sum();
        Graph graph = Graph.builder()
                .inputs(x)
                .batched(x)
                .constants(List.of(w))
                .output("y", y)
                .build();
        Map<String, HostArray> inputs = Map.of("x", numbers(BATCH, 4, 6, 6));
        Map<String, HostArray> states = Map.of("w", numbers(4, 4, 3, 3));
        HostArray expected =
                ReferenceInterpreter.evaluate(graph, inputs, states).outputs().get("y");
        for (int count : new int[] {2, 3, 5}) {
            Graph parts = DataParallelism.of(graph, count).graph();
            for (Graph candidate : List.of(parts, DataParallelism.divide(graph, count))) {
                HostArray actual = ReferenceInterpreter.evaluate(candidate, inputs, states)
                        .outputs()
                        .get("y");
                assertThat(actual.item()).isCloseTo(expected.item(), Offset.offset(1e-9));
            }
            assertThat(parts.nodes().size() > graph.nodes().size())
                    .as(parts.text())
                    .isEqualTo(inParts);
        }
    }

    @Test
    void theGradientOfALargeMatrixIsLeftToOneThread() {
        Tensor x = Tensor.input("x", numbers(BATCH, 20).type());
        Tensor w = Tensor.input("w", numbers(20, 30).type());
        Tensor loss = x.matmul(w).tanh().square().sum();
        Graph graph = Graph.builder()
                .inputs(x)
                .batched(x)
                .constants(List.of(w))
                .output("gradient", Gradients.of(loss, w))
                .build();
        assertThat(products(DataParallelism.of(graph, 2).graph())).isEqualTo(4);
        assertThat(products(DataParallelism.divide(graph, 2))).isEqualTo(3);
    }

    /** A leading axis is not assumed to be a batch; only the creator of the graph knows. */
    @Test
    void aGraphWithoutABatchIsLeftAlone() {
        Tensor x = Tensor.input("x", TensorType.f32(BATCH, 20));
        Graph.Builder builder = Graph.builder().inputs(x).output("y", x.exp());
        Graph unmarked = builder.build();
        assertThat(DataParallelism.divide(unmarked, 2)).isSameAs(unmarked);
        Graph marked = builder.batched(x).build();
        assertThat(DataParallelism.divide(marked, 2).nodes())
                .hasSizeGreaterThan(marked.nodes().size());
        assertThat(DataParallelism.divide(marked, BATCH + 1)).isSameAs(marked);
    }

    /** A vector of parameters may be as long as the batch. */
    @Test
    void onlyWhatIsBatchedIsDivided() {
        Tensor x = Tensor.input("x", TensorType.f32(BATCH, BATCH));
        Tensor w = Tensor.input("w", TensorType.f32(BATCH, BATCH));
        Graph graph = Graph.builder()
                .inputs(x)
                .batched(x)
                .constants(List.of(w))
                .output("y", x.matmul(w).square().sum())
                .build();
        assertThat(DataParallelism.divide(graph, 2).nodes())
                .filteredOn(node -> node.primitive() instanceof Movement.Slice)
                .allSatisfy(slice -> assertThat(slice.operands()).containsExactly(x))
                .hasSize(2);
    }

    private static long products(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> node.primitive() instanceof Contraction.Matmul)
                .count();
    }
}
