package org.pushforward.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

class OneDimensionalWassersteinTest {
    private static final double[] X = normal(1);
    private static final double[] Y = normal(2);
    private static final double[] Z =
            Arrays.stream(normal(3)).map(x -> 2 * x + 1).toArray();

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.5, 2, 4})
    void isTheCheapestOfAllAssignments(double order) {
        double[] x = {0.3, -1.2, 2.5, 0.9};
        double[] y = {1.1, 0.2, -0.7, 4.0};

        assertThat(OneDimensionalWasserstein.distance(x, y, order))
                .isCloseTo(Math.pow(cheapest(x, y, order, 0) / 4, 1 / order), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 3})
    void aTranslationCostsItsLength(double order) {
        double[] moved = Arrays.stream(X).map(x -> x - 2.5).toArray();

        assertThat(OneDimensionalWasserstein.distance(X, moved, order)).isCloseTo(2.5, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 3})
    void isAMetric(double order) {
        double xy = OneDimensionalWasserstein.distance(X, Y, order);

        assertThat(OneDimensionalWasserstein.distance(X, X, order)).isZero();
        assertThat(xy).isPositive().isEqualTo(OneDimensionalWasserstein.distance(Y, X, order));
        assertThat(xy)
                .isLessThan(OneDimensionalWasserstein.distance(X, Z, order)
                        + OneDimensionalWasserstein.distance(Z, Y, order));
    }

    @Test
    void growsWithItsOrder() {
        assertThat(OneDimensionalWasserstein.distance(X, Z, 1)).isLessThan(OneDimensionalWasserstein.distance(X, Z, 2));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.5, 2})
    void samplesOfDifferentSizesAreComparedAsIfEachWereRepeated(double order) {
        double[] x = {0.3, -1.2, 2.5};
        double[] y = {1.1, 4.0};
        double[] xTwice = {0.3, 0.3, -1.2, -1.2, 2.5, 2.5};
        double[] yThrice = {1.1, 1.1, 1.1, 4.0, 4.0, 4.0};

        assertThat(OneDimensionalWasserstein.distance(x, y, order))
                .isCloseTo(OneDimensionalWasserstein.distance(xTwice, yThrice, order), within(1e-14));
    }

    @Test
    void aWeightIsAShareOfTheMass() {
        // Mass 3/4 at 0 and 1/4 at 1 against all of it at 1: 3/4 moves by 1.
        double w1 = OneDimensionalWasserstein.distance(
                new double[] {1, 0}, new double[] {1, 3}, new double[] {1}, new double[] {7}, 1);
        double w2 = OneDimensionalWasserstein.distance(
                new double[] {1, 0}, new double[] {1, 3}, new double[] {1}, new double[] {7}, 2);

        assertThat(w1).isCloseTo(0.75, within(1e-15));
        assertThat(w2).isCloseTo(Math.sqrt(0.75), within(1e-15));
        // Equal weights equal no weights, and a number with weight 0 has no effect.
        double[] equal = new double[X.length];
        Arrays.fill(equal, 0.3);
        assertThat(OneDimensionalWasserstein.distance(X, equal, Z, equal, 2))
                .isCloseTo(OneDimensionalWasserstein.distance(X, Z, 2), within(1e-12));
        assertThat(OneDimensionalWasserstein.distance(
                        new double[] {5, 0}, new double[] {0, 1}, new double[] {1}, new double[] {1}, 1))
                .isEqualTo(1);
    }

    /** Every pair moves mass, so numbers of weight 0 are in none. */
    @Test
    void pairsHaveMass() {
        QuantileCoupling pairs = QuantileCoupling.ofWeights(new double[] {0, 1, 0, 3}, new double[] {2, 0, 2});
        assertThat(pairs.first()).containsExactly(1, 3, 3);
        assertThat(pairs.second()).containsExactly(0, 0, 2);
        assertThat(pairs.mass()).containsExactly(0.25, 0.25, 0.5);
    }

    /** Points repeated as often as their whole weights say, in any order. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 1.5, 2})
    void wholeWeightsRepeatTheirNumbers(double order) {
        double[] x = {2.5, -1.2, 0.3, 7, 1};
        int[] xTimes = {1, 3, 2, 0, 6};
        double[] y = {4.0, 1.1, -3, 0.2};
        int[] yTimes = {2, 1, 5, 1};

        double weighted = OneDimensionalWasserstein.distance(x, doubles(xTimes), y, doubles(yTimes), order);

        assertThat(weighted)
                .isCloseTo(
                        OneDimensionalWasserstein.distance(repeated(x, xTimes), repeated(y, yTimes), order),
                        within(1e-14));
        assertThat(OneDimensionalWasserstein.distance(y, doubles(yTimes), x, doubles(xTimes), order))
                .isCloseTo(weighted, within(1e-14));
    }

    private static double[] doubles(int[] values) {
        return Arrays.stream(values).asDoubleStream().toArray();
    }

    private static double[] repeated(double[] values, int[] times) {
        return IntStream.range(0, values.length)
                .boxed()
                .flatMapToDouble(i -> DoubleStream.generate(() -> values[i]).limit(times[i]))
                .toArray();
    }

    @Test
    void powersNeitherOverflowNorVanish() {
        for (double scale : new double[] {1e200, 1e-200}) {
            assertThat(OneDimensionalWasserstein.distance(new double[] {0}, new double[] {5 * scale}, 2))
                    .isEqualTo(5 * scale);
        }
        assertThat(OneDimensionalWasserstein.distance(new double[] {-1}, new double[] {1}, 2))
                .isEqualTo(2);
    }

    @Test
    void incomparableValuesAreRefused() {
        assertThatThrownBy(() -> OneDimensionalWasserstein.distance(
                        new double[2], new double[] {1, -1}, new double[2], new double[] {1, 1}, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weights of sample x sum to 0.0");
        assertThatThrownBy(() -> OneDimensionalWasserstein.distance(new double[0], new double[0], 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> OneDimensionalWasserstein.distance(new double[] {1, 2}, new double[] {0, Double.NaN}, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sample y contains NaN at position 1: expected finite numbers");
        assertThatThrownBy(() -> OneDimensionalWasserstein.distance(X, Y, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("order p = 0.5");
    }

    @Test
    void weightsThatAreNoSharesAreRefused() {
        double[] two = {1, 2};
        for (double[] weights : new double[][] {{2, -1}, {0, 0}, {Double.POSITIVE_INFINITY, 1}, {Double.NaN, 1}}) {
            assertThatThrownBy(() -> OneDimensionalWasserstein.distance(two, weights, two, two, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("weights of sample x sum to");
            assertThatThrownBy(() -> OneDimensionalWasserstein.distance(two, two, two, weights, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("weights of sample y sum to");
        }
        assertThatThrownBy(() -> OneDimensionalWasserstein.distance(two, new double[1], two, two, 1))
                .hasMessageContaining("sample x of 2 numbers with 1 weights");
        assertThatThrownBy(() -> OneDimensionalWasserstein.distance(two, two, new double[0], new double[0], 1))
                .hasMessageContaining("sample y of 0 numbers with 0 weights");
        assertThatThrownBy(() -> OneDimensionalWasserstein.distance(two, two, two, two, 0.9))
                .hasMessageContaining("order p = 0.9");
        assertThatThrownBy(() -> OneDimensionalWasserstein.distance(two, two, Double.POSITIVE_INFINITY))
                .hasMessageContaining("order p = Infinity");
        assertThatThrownBy(() -> OneDimensionalWasserstein.distance(two, new double[0], 1))
                .hasMessageContaining("samples of 2 and 0 numbers");
        assertThatThrownBy(() -> OneDimensionalWasserstein.distance(new double[0], two, 1))
                .hasMessageContaining("samples of 0 and 2 numbers");
    }

    private static double cheapest(double[] x, double[] y, double order, int done) {
        if (done == x.length) {
            return 0;
        }
        double best = Double.POSITIVE_INFINITY;
        for (int i = done; i < y.length; i++) {
            double[] swapped = y.clone();
            swapped[done] = y[i];
            swapped[i] = y[done];
            double cost = Math.pow(Math.abs(x[done] - swapped[done]), order);
            best = Math.min(best, cost + cheapest(x, swapped, order, done + 1));
        }
        return best;
    }

    private static double[] normal(long seed) {
        return RandomKey.of(seed).normal(Shape.of(200)).toDoubles();
    }
}
