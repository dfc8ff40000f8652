package org.pushforward.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.WatchedEngine;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Embedding;
import org.pushforward.nn.Initializer;
import org.pushforward.nn.ParameterValues;
import org.pushforward.nn.Scope;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** A function of rows, f(x, label) = (tanh(x w) + table[label], label + 1), at any number of rows. */
class RowFunctionTest {
    private static final RandomKey KEY = RandomKey.of(8);
    private static final Schema SCHEMA =
            Schema.of(Shape.of(3)).with("label", new TensorType(DType.I64, Shape.scalar()));
    private final Backend oracle = Backends.open("reference");
    private final AtomicInteger traced = new AtomicInteger();
    private final Scope scope = Scope.root();
    private final Tensor w = scope.parameter("w", Shape.of(3, 1), Initializer.normal(1));
    private final Embedding table = new Embedding(scope, 4, 1);
    private final ParameterValues values = ParameterValues.initial(scope.parameters(), KEY);
    private final RowFunction function = RowFunction.of(
            oracle,
            scope.parameters(),
            values,
            SCHEMA,
            (batch, noise) -> {
                traced.incrementAndGet();
                Tensor label = batch.get("label");
                Tensor value = batch.x().matmul(w).tanh().add(table.apply(label));
                return List.of(value.reshape(value.dim(0)), label.add(1));
            },
            Ladder.standard());

    @AfterEach
    void close() {
        function.close();
        oracle.close();
    }

    private static Rows rows(int count) {
        long[] labels = new long[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 4;
        }
        return Rows.of(KEY.fold("x").normalRows(Shape.of(count, 3), 0))
                .with("label", HostArray.of(Shape.of(count), labels));
    }

    private double expected(Rows rows, int i) {
        double sum = 0;
        for (int j = 0; j < 3; j++) {
            sum += rows.x().get(i, j) * values.get("w").get(j);
        }
        return Math.tanh(sum) + values.get("weight").get((int) rows.get("label").get(i));
    }

    @Test
    void itTakesAnyNumberOfRows() {
        Rows all = rows(9000);
        for (int count : new int[] {1, 2, 5, 63, 64, 65, 300, 1025, 9000}) {
            List<HostArray> results = function.apply(all.range(0, count));
            assertThat(results.get(0).type()).isEqualTo(TensorType.f32(count));
            assertThat(results.get(1).type()).isEqualTo(new TensorType(DType.I64, Shape.of(count)));
            for (int i = 0; i < count; i++) {
                assertThat(Math.abs(results.get(0).get(i) - expected(all, i))).isLessThan(1e-6);
                assertThat(results.get(1).get(i)).isEqualTo(i % 4 + 1);
            }
        }
        // One program for each row count on the ladder, however many calls there are.
        assertThat(traced.get()).isEqualTo(4);
    }

    @Test
    void equalCallsGiveEqualBitsAndOtherBatchesNearlyEqualOnes() {
        Rows all = rows(200);
        HostArray whole = function.apply(all).get(0);
        assertThat(function.apply(all).get(0)).isEqualTo(whole);
        for (int i = 0; i < 200; i += 17) {
            HostArray alone = function.apply(all.range(i, i + 1)).get(0);
            assertThat(Oracle.relativeError(alone, whole.rows(i, i + 1))).isLessThanOrEqualTo(1e-5);
        }
    }

    /** Row k of the noise depends only on the key and on k. */
    @Test
    void noiseBelongsToRows() {
        RowFunction noisy = RowFunction.of(
                oracle,
                List.of(),
                new ParameterValues(Map.of()),
                Schema.of(Shape.of(1)),
                (batch, noise) -> List.of(
                        batch.x().add(noise.normal(batch.x().dim(0), 1)),
                        noise.uniform(batch.x().dim(0), 2)),
                new Ladder(List.of(2, 16)));
        HostArray x = KEY.normalRows(Shape.of(40, 1), 0);
        List<HostArray> whole = noisy.apply(Rows.of(x), KEY);
        assertThat(noisy.apply(Rows.of(x.rows(0, 3)), KEY).get(0))
                .isEqualTo(whole.get(0).rows(0, 3));
        assertThat(noisy.apply(Rows.of(x.rows(0, 3)), KEY).get(1))
                .isEqualTo(whole.get(1).rows(0, 3));
        assertThat(noisy.apply(Rows.of(x), RandomKey.of(9))).isNotEqualTo(whole);
        assertThat(whole.get(1).toDoubles()).doesNotHaveDuplicates();
        noisy.close();
    }

    @Test
    void threadsMayCallAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        Rows all = rows(400);
        try {
            List<Future<HostArray>> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int count = 1 + 57 * i;
                results.add(
                        threads.submit(() -> function.apply(all.range(0, count)).get(0)));
            }
            for (Future<HostArray> each : results) {
                HostArray result = each.get();
                for (int i = 0; i < result.size(); i++) {
                    assertThat(Math.abs(result.get(i) - expected(all, i))).isLessThan(1e-6);
                }
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void rowsMustFit() {
        assertThatThrownBy(() -> function.apply(Rows.of(KEY.normal(Shape.of(2, 3)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no column 'label' in {x: f32[3]}")
                .hasMessageContaining("i64[]");
        assertThatThrownBy(() -> function.apply(rows(2).with("x", KEY.normal(Shape.of(2, 1)))))
                .hasMessageContaining("'x' of type f32[1]")
                .hasMessageContaining("expected 'x' of type f32[3]");
        assertThatThrownBy(() -> function.apply(rows(2).range(0, 0))).hasMessageContaining("no rows");
    }

    /** Row k of the noise belongs to sample k; additional rows would repeat in the next part. */
    @Test
    void noiseHasAsManyRows() {
        RowFunction.Body twice =
                (batch, noise) -> List.of(noise.normal(2 * batch.x().dim(0), 3));
        try (RowFunction wrong = RowFunction.of(oracle, List.of(), values, SCHEMA, twice, Ladder.of(4))) {
            assertThatThrownBy(() -> wrong.apply(rows(4)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("noise of shape [8, 3] where 4 rows are computed")
                    .hasMessageContaining("along another axis");
        }
    }

    @Test
    void aClosedFunctionIsRefused() {
        function.apply(rows(1));
        function.close();
        function.close();
        assertThatThrownBy(() -> function.apply(rows(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("after close()");
    }

    @Test
    void aClosedFunctionPreparesNothing() {
        function.close();
        assertThatThrownBy(() -> function.prepare(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("after close()");
        assertThat(traced).hasValue(0);
    }

    /** The function is closed while its body is traced, as another thread might do. */
    @Test
    void aFunctionThatIsClosedMeanwhileLeavesNothingOpen() {
        WatchedEngine engine = WatchedEngine.of();
        try (Backend backend = engine.open()) {
            for (int attempt = 0; attempt < 2; attempt++) {
                AtomicReference<RowFunction> closing = new AtomicReference<>();
                closing.set(RowFunction.of(
                        backend,
                        List.of(),
                        new ParameterValues(Map.of()),
                        Schema.of(Shape.of(1)),
                        (batch, noise) -> {
                            closing.get().close();
                            return List.of(batch.x());
                        },
                        Ladder.of(1)));
                assertThatThrownBy(() -> closing.get().prepare(1)).hasMessageContaining("after close()");
                assertThat(engine.compiled()).isEqualTo(1);
            }
        }
    }

    @Test
    void aParameterWithoutAValueLeavesNothingOpen() {
        WatchedEngine engine = WatchedEngine.of();
        try (Backend backend = engine.open()) {
            RowFunction lacking = RowFunction.of(
                    backend,
                    scope.parameters(),
                    new ParameterValues(Map.of()),
                    SCHEMA,
                    (batch, noise) -> List.of(batch.x().matmul(w)),
                    Ladder.of(1));
            assertThatThrownBy(() -> lacking.prepare(1)).hasMessageContaining("no parameter w");
            assertThat(engine.compiled()).isZero();
        }
    }
}
