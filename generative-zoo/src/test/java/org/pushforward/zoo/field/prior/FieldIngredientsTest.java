package org.pushforward.zoo.field.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Batch;
import org.pushforward.data.Rows;
import org.pushforward.data.TracedRows;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Compares fields that are simulated in a graph with those of the same parameters on the host. */
class FieldIngredientsTest {
    private static final RandomKey KEY = RandomKey.of(23);
    private static final int N = 12;
    private static final int ROWS = 5;
    private static final int COLUMNS = 8;
    private static final int CELLS = ROWS * COLUMNS;

    private final FieldSimulator simulator = new FieldSimulator(new FieldPrior(), ROWS, COLUMNS);
    private final TracedRows traced = simulator.traced();
    private final Rows drawn = traced.ingredients().draw(KEY, N);
    private final Map<String, Tensor> columns = new LinkedHashMap<>();
    private final Oracle oracle = new Oracle();
    private final Tensor fields;

    FieldIngredientsTest() {
        for (String name : drawn.schema().names()) {
            columns.put(name, Tensor.input(name, traced.ingredients().schema().rows(name, N)));
            oracle.with(columns.get(name), drawn.get(name));
        }
        fields = traced.rows().apply(new Batch(columns)).x();
    }

    /** Returns the fields with a column of zeros. */
    private Tensor without(String name, Tensor from) {
        Tensor column = columns.get(name);
        return Rewrite.substitution(Map.of(column, column.mul(0)))
                .apply(List.of(from))
                .get(0);
    }

    /**
     * Fields are linear in their waves, so the gradient gives the covariances with one cell. On the host the periodic grid ends where the
     * correlation is below 0.01, so the two differ by about that.
     */
    @Test
    void fieldsHaveTheCovarianceOfTheirParameters() {
        Tensor waves = columns.get("waves");
        double[] hot = new double[N * CELLS];
        int cell = 19;
        for (int k = 0; k < N; k++) {
            hot[k * CELLS + cell] = 1;
        }
        Tensor unit = Tensor.constant(
                HostArray.wrap(Shape.of(N, 1, ROWS, COLUMNS), hot).cast(fields.dtype()));
        Tensor adjoint = Gradients.of(fields.mul(unit).sum(), List.of(waves)).get(0);
        Tensor noise = without("white", without("mean", fields));
        double[] actual = oracle.evaluate(Rewrite.substitution(Map.of(waves, adjoint))
                .apply(List.of(noise))
                .get(0));
        boolean someChange = false;
        for (int k = 0; k < N; k++) {
            SimulatedField field = simulator.field(k, KEY);
            someChange |= !field.stationary();
            double nugget = Math.pow(drawn.get("nugget").get(k), 2);
            for (int other = 0; other < CELLS; other++) {
                double expected =
                        field.covariance().between(cell % COLUMNS, cell / COLUMNS, other % COLUMNS, other / COLUMNS);
                double scale = Math.sqrt(variance(field, cell) * variance(field, other));
                assertThat(actual[k * CELLS + other] + (cell == other ? nugget : 0))
                        .as("field %d, cells %d and %d", k, cell, other)
                        .isCloseTo(cell == other ? variance(field, cell) : expected, within(0.02 * scale));
            }
        }
        assertThat(someChange).isTrue();
    }

    private static double variance(SimulatedField field, int cell) {
        return field.covariance().variance(cell % COLUMNS, cell / COLUMNS);
    }

    /** Without waves, a field is its mean and its nugget. */
    @Test
    void fieldsHaveTheirMeanAndNugget() {
        double[] actual = oracle.evaluate(without("waves", fields));
        for (int i = 0; i < actual.length; i++) {
            double expected = simulator.field(i / CELLS, KEY).mean()
                    + drawn.get("nugget").get(i / CELLS) * drawn.get("white").get(i);
            assertThat(actual[i]).isCloseTo(expected, within(1e-6));
        }
        for (int k = 0; k < N; k++) {
            double variance = simulator
                    .parameters(FieldLatents.draw(simulator.prior(), KEY.fold(k)))
                    .nugget();
            assertThat(drawn.get("nugget").get(k)).isCloseTo(Math.sqrt(variance), within(1e-7));
        }
    }

    @Test
    void sameKeyGivesTheSameIngredients() {
        assertThat(traced.ingredients().draw(KEY, N)).isEqualTo(drawn);
        assertThat(drawn.schema()).isEqualTo(traced.ingredients().schema());
    }
}
