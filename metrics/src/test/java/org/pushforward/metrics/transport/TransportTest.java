package org.pushforward.metrics.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.metrics.HostMemory;
import org.pushforward.metrics.OneDimensionalWasserstein;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class TransportTest {
    private static final RandomKey KEY = RandomKey.of(103);

    private static HostArray moved(HostArray points, double x, double y) {
        double[] values = points.toDoubles();
        for (int i = 0; i < values.length; i += 2) {
            values[i] += x;
            values[i + 1] += y;
        }
        return HostArray.wrap(points.shape(), values);
    }

    private static HostArray normal(String name, int count) {
        return HostArray.wrap(
                Shape.of(count, 2), KEY.fold(name).normal(Shape.of(count, 2)).toDoubles());
    }

    @Test
    void theAssignmentIsTheCheapestOfAllPermutations() {
        for (int repetition = 0; repetition < 50; repetition++) {
            double[] costs =
                    KEY.fold("costs").fold(repetition).uniform(Shape.of(6, 6)).toDoubles();
            double[][] matrix = new double[6][6];
            for (int i = 0; i < 36; i++) {
                // A small number of different costs leads to ties.
                matrix[i / 6][i % 6] = Math.floor(8 * costs[i]);
            }
            int[] columns = Assignment.cheapest(matrix);
            double sum = 0;
            for (int i = 0; i < 6; i++) {
                sum += matrix[i][columns[i]];
            }
            assertThat(columns).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
            assertThat(sum).isEqualTo(cheapest(matrix, 0, new boolean[6]));
        }
    }

    private static double cheapest(double[][] matrix, int row, boolean[] taken) {
        if (row == matrix.length) {
            return 0;
        }
        double best = Double.POSITIVE_INFINITY;
        for (int column = 0; column < matrix.length; column++) {
            if (!taken[column]) {
                taken[column] = true;
                best = Math.min(best, matrix[row][column] + cheapest(matrix, row + 1, taken));
                taken[column] = false;
            }
        }
        return best;
    }

    @Test
    void distanceOnTheLineMatchesTheClosedForm() {
        HostArray x = KEY.fold("line").normal(Shape.of(300, 1));
        HostArray y = KEY.fold("other").normal(Shape.of(300, 1));

        assertThat(ExactWasserstein.of(x, y))
                .isCloseTo(OneDimensionalWasserstein.distance(x.toDoubles(), y.toDoubles(), 2), within(1e-9));
    }

    @Test
    void aTranslationCostsItsLength() {
        HostArray x = normal("x", 500);

        assertThat(ExactWasserstein.of(x, moved(x, 3, 4))).isCloseTo(5, within(1e-9));
        assertThat(ExactWasserstein.of(x, x)).isZero();
        assertThatThrownBy(() -> ExactWasserstein.of(x, x.rows(0, 499))).hasMessageContaining("equally many points");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 1, 5})
    void divergenceOfATranslationIsItsSquareForAnyEpsilon(double epsilon) {
        HostArray x = normal("x", 60);
        SinkhornDivergence divergence = SinkhornDivergence.withEpsilon(epsilon);

        assertThat(divergence.between(x, x)).isCloseTo(0, within(1e-5));
        assertThat(divergence.between(x, moved(x, 0.3, 0.4))).isCloseTo(0.25, within(1e-4));
    }

    @Test
    void smallEpsilonApproachesTheExactDistanceAlsoForDifferentSizes() {
        HostArray x = normal("x", 20);
        HostArray y = moved(normal("y", 20), 1, 0);
        double exact = ExactWasserstein.of(x, y);
        double[] twice = new double[2 * y.size()];
        System.arraycopy(y.toDoubles(), 0, twice, 0, y.size());
        System.arraycopy(y.toDoubles(), 0, twice, y.size(), y.size());
        SinkhornDivergence divergence = SinkhornDivergence.withEpsilon(0.3);

        // With an epsilon of a seventh of the exact value, the divergence is 4 % below.
        assertThat(divergence.between(x, y)).isCloseTo(exact * exact, within(0.06 * exact * exact));
        assertThat(divergence.between(x, HostArray.wrap(Shape.of(40, 2), twice)))
                .isCloseTo(divergence.between(x, y), within(1e-4));
    }

    @Test
    void distancesThatDoNotFitAreRefusedBeforeAllocation() {
        assertThatThrownBy(() -> HostMemory.require(1e18, "the distances between many points"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "not enough memory for the distances between many points: expected 953674316406 MiB");
        HostArray many = HostArray.zeros(new TensorType(DType.F32, Shape.of(2_000_000, 1)));
        assertThatThrownBy(() -> SinkhornDivergence.withEpsilon(1).between(many, many))
                .hasMessageContaining("2000000 and 2000000 points");
        assertThatThrownBy(() -> new SinkhornDivergence(0.01, 1e-12, 2).between(normal("x", 10), normal("y", 10)))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("after 2 iterations");
    }
}
