package org.pushforward.backend.tensorflow.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Executable;
import org.pushforward.backend.tensorflow.OracleAgreement;
import org.pushforward.backend.tensorflow.TensorFlowProgram;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.RandomBits;
import org.pushforward.graph.Smooth;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks rounding, scans, indexing, random bits and barriers against the interpreter and values computed by hand. */
final class TensorFlowPrimitivesTest {
    private static Backend backend;

    @BeforeAll
    static void open() {
        backend = Backends.open("tensorflow");
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    private static Tensor scatterAdd(Tensor x, Tensor positions, int axis, int length) {
        return Tensor.of(new Indexing.ScatterAdd(axis, length), List.of(x, positions));
    }

    private static HostArray positions(long... values) {
        return HostArray.of(Shape.of(values.length), values);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void roundsAndTakesRemainders(DType dtype) {
        double[] numbers = {-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, -3.25, 7, 5.75, -7};
        double[] divisors = {2, -0.75, 3, -2, 0.5, 1.25, 1, -3, 2.5, 2};
        HostArray x = HostArray.wrap(Shape.of(2, 5), numbers).cast(dtype);
        HostArray y = HostArray.wrap(Shape.of(2, 5), divisors).cast(dtype);
        OracleAgreement.check(
                backend,
                in -> List.of(
                        in.get(0).floor(),
                        in.get(0).ceil(),
                        in.get(0).round(),
                        in.get(0).errorFunction(),
                        in.get(0).remainder(in.get(1)),
                        in.get(0).remainder(Tensor.scalar(dtype, 1.5))),
                x,
                y);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void remainderIsExactWhereTheQuotientIsNot(DType dtype) {
        HostArray x = HostArray.of(Shape.of(2), 1e7, -1e7).cast(dtype);
        HostArray y = HostArray.of(Shape.of(2), 0.1, 0.1).cast(dtype);
        double exact = x.get(0) % y.get(0);
        List<HostArray> result =
                OracleAgreement.check(backend, in -> List.of(in.get(0).remainder(in.get(1))), x, y);
        assertThat(result.get(0).get(0)).isEqualTo(exact);
    }

    @ParameterizedTest
    @EnumSource(names = {"I32", "I64"})
    void dividesIntegersDownwards(DType dtype) {
        long least = dtype == DType.I32 ? Integer.MIN_VALUE : Long.MIN_VALUE;
        HostArray x =
                HostArray.of(Shape.of(6), 7L, -7L, 0L, -1L, least, -least - 1).cast(dtype);
        OracleAgreement.check(
                backend,
                in -> List.of(
                        in.get(0).floorDiv(3),
                        in.get(0).floorMod(3),
                        in.get(0).floorDiv(1),
                        in.get(0).floorMod(Integer.MAX_VALUE)),
                x);
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64", "I32", "I64"})
    void sumsUpToEachPosition(DType dtype) {
        HostArray x = HostArray.wrap(Shape.of(2, 3, 2), new double[] {1, -2, 3, 4, 5, 6, -7, 8, 9, 1, 2, 3})
                .cast(dtype);
        OracleAgreement.check(
                backend,
                in -> IntStream.range(0, 12)
                        .mapToObj(i -> in.get(0).cumulativeSum(i / 4, i % 2 == 1, i % 4 / 2 == 1))
                        .toList(),
                x);
        OracleAgreement.check(
                backend,
                in -> List.of(in.get(0).cumulativeSum(0, true, false), in.get(0).cumulativeSum(1, false, true)),
                HostArray.zeros(new TensorType(dtype, Shape.of(0, 3))));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64", "I32", "I64"})
    void findsTheFirstOfTheLargest(DType dtype) {
        HostArray x = HostArray.wrap(Shape.of(2, 3, 2), new double[] {1, 4, 3, 4, 3, 2, -7, -8, -7, -1, -9, -1})
                .cast(dtype);
        OracleAgreement.check(
                backend,
                in -> List.of(
                        in.get(0).argMax(0),
                        in.get(0).argMax(1),
                        in.get(0).argMax(2),
                        in.get(0).reshape(1, 1, 2, 1, 3, 1, 2, 1).argMax(4),
                        in.get(0).slice(0, 0, 0).argMax(1)),
                x);
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void gathersSlices(DType dtype) {
        HostArray x = OracleAgreement.numbers(DType.F32, 2, 3, 2).cast(dtype);
        OracleAgreement.check(
                backend,
                in -> List.of(
                        in.get(0).gather(0, in.get(1)),
                        in.get(0).gather(1, in.get(1)),
                        in.get(0).gather(2, in.get(1)),
                        in.get(0).gather(1, in.get(2)),
                        in.get(0).slice(1, 0, 0).gather(1, in.get(2))),
                x,
                positions(1, 0, 1, 1),
                positions());
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void scattersSlices(DType dtype) {
        HostArray x = OracleAgreement.numbers(dtype, 2, 3, 2);
        OracleAgreement.check(
                backend,
                in -> List.of(
                        scatterAdd(in.get(0), in.get(1), 1, 4),
                        scatterAdd(in.get(0), in.get(2), 0, 3),
                        scatterAdd(in.get(0), in.get(2), 2, 1),
                        scatterAdd(in.get(0).slice(1, 0, 0), in.get(3), 1, 2),
                        scatterAdd(in.get(0).slice(0, 0, 0), in.get(1), 1, 2)),
                x,
                positions(1, 0, 1),
                positions(0, 0),
                positions());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 3, Long.MAX_VALUE, Long.MIN_VALUE})
    void aPositionOutsideTheAxisDoesNotCrash(long outside) {
        Tensor x = Tensor.input("x", TensorType.f32(3));
        Tensor i = Tensor.input("i", new TensorType(DType.I64, Shape.of(3)));
        for (Tensor y : List.of(
                x.gather(0, i),
                x.takeAlong(0, i),
                scatterAdd(x, i, 0, 3),
                Tensor.of(new Indexing.ScatterAddAlong(0, 3), List.of(x, i)))) {
            Graph graph = Graph.builder().inputs(x, i).output("y", y).build();
            try (Executable executable = backend.compile(graph)) {
                Map<String, HostArray> inputs = Map.of("x", HostArray.full(x.type(), 1), "i", positions(0, outside, 1));
                assertThatThrownBy(() -> executable.run(inputs))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("input i: position " + outside);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F64"})
    void siluAloneAndBesideItsDerivative(DType dtype) {
        HostArray x = HostArray.of(Shape.of(7), -30.0, -4, -0.5, 0, 2, 9, 40).cast(dtype);
        OracleAgreement.check(backend, in -> List.of(silu(in.get(0))), x);
        OracleAgreement.check(
                backend,
                in -> List.of(silu(in.get(0)), Gradients.of(silu(in.get(0)).sum(), in.get(0))),
                x);
    }

    private static Tensor silu(Tensor x) {
        return Tensor.of(new Smooth.Silu(), List.of(x));
    }

    @Test
    void randomBitsAreThoseOfThePaper() {
        // Known answers from the authors' implementation: kat_vectors of Random123.
        Tensor key = Tensor.constant(positions(0xa4093822L, 0x299f31d0L));
        HostArray counter = positions(0x243f6a88L, 0x85a308d3L, 0x13198a2eL, 0x03707344L);
        List<HostArray> bits = OracleAgreement.check(backend, in -> List.of(bits(key, in.get(0))), counter);
        assertThat(bits.get(0)).isEqualTo(positions(0xd16cfe09L, 0x94fdccebL, 0x5001e420L, 0x24126ea1L));
    }

    @Test
    void randomBitsOfManyCounters() {
        long[] words = LongStream.range(0, 2 * 3 * 4)
                .map(i -> i * 0x9E3779B97F4AL & 0xFFFFFFFFL)
                .toArray();
        List<HostArray> bits = OracleAgreement.check(
                backend,
                in -> List.of(
                        bits(in.get(0), in.get(1)),
                        bits(in.get(0), in.get(1).slice(0, 0, 0)),
                        bits(in.get(0), in.get(2))),
                positions(0xFFFFFFFFL, 0),
                HostArray.of(Shape.of(2, 3, 4), words),
                positions(0xFFFFFFFFL, 0xFFFFFFFFL, 0xFFFFFFFFL, 0xFFFFFFFFL));
        assertThat(bits.get(0).shape()).isEqualTo(Shape.of(2, 3, 4));
    }

    private static Tensor bits(Tensor key, Tensor counters) {
        return Tensor.of(new RandomBits(), List.of(key, counters));
    }

    @Test
    void aBarrierReturnsItsFirstOperand() {
        OracleAgreement.check(
                backend,
                in -> {
                    Tensor row = in.get(0);
                    Tensor wide = row.broadcastTo(Shape.of(2, 3));
                    Tensor truth = in.get(1).greater(0);
                    return List.of(
                            wide.after(truth.broadcastTo(Shape.of(5, 4))),
                            wide.after(in.get(1)).add(wide),
                            row.after(wide).exp().add(row.exp()));
                },
                OracleAgreement.numbers(DType.F32, 3),
                OracleAgreement.numbers(DType.F32, 4));
    }

    @Test
    void recomputedValuesAreNotMerged() {
        Tensor x = Tensor.input("x", TensorType.f32(3));
        Tensor first = x.exp();
        Tensor again = x.after(first.sum()).exp();
        Graph graph = Graph.builder().inputs(x).output("y", first.add(again)).build();
        try (org.tensorflow.Graph target = new org.tensorflow.Graph()) {
            Emitter emit = new Emitter(target, "/device:CPU:0");
            TensorFlowProgram.lower(graph, new Values(emit), emit, node -> false);
            int count = 0;
            for (var operations = target.operations(); operations.hasNext(); ) {
                count += operations.next().type().equals("Exp") ? 1 : 0;
            }
            assertThat(count).isEqualTo(2);
        }
    }
}
