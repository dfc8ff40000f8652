package org.pushforward.metrics.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
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

    private static HostArray line(double... values) {
        return HostArray.of(Shape.of(values.length, 1), values);
    }

    /**
     * For points in one place at squared distance c from points in another, the columns are off by 1 - exp(-c/epsilon) at first, and
     * after a step of 1.5 the rows are by exp(c/(2 epsilon)) - 1. Two points at distance 2 and their middle have c = 1; by themselves,
     * they are off by (1 - exp(-4/epsilon))/2.
     */
    @Test
    void theErrorIsThatOfTheMasses() {
        HostArray two = line(0, 0);
        HostArray three = line(1, 1, 1);
        assertThatThrownBy(() -> new SinkhornDivergence(2, 1e-3, 1).between(two, three))
                .hasMessageContaining("off by 0.39346934");
        assertThatThrownBy(() -> new SinkhornDivergence(0.5, 1e-3, 1).between(three, two))
                .hasMessageContaining("off by 1.7182818");
        double epsilon = 1 / 0.3;
        assertThatThrownBy(() -> new SinkhornDivergence(epsilon, 0.3, 1).between(line(-1, 1), line(0)))
                .hasMessageContaining("off by 0.3494");
        assertThatThrownBy(() -> new SinkhornDivergence(epsilon, 0.3, 1).between(line(0), line(-1, 1)))
                .isInstanceOf(ArithmeticException.class);
    }

    /** For two points whose exp(-c/epsilon) is 0, rows and columns are off by 1/2 at first. */
    @Test
    void theToleranceIsTheLargestAcceptedError() {
        HostArray apart = line(0, 2);
        assertThatCode(() -> new SinkhornDivergence(0x1p-10, 0.5, 1).between(apart, apart))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new SinkhornDivergence(0x1p-10, Math.nextDown(0.5), 1).between(apart, apart))
                .isInstanceOf(ArithmeticException.class);
    }

    /** Of two rows at 0 and far away, one has 2^1.5 times its mass after a step of 1.5, and the other one has none. */
    @Test
    void rowsWithTooMuchAndTooLittleMassDoNotCancel() {
        assertThatThrownBy(() -> new SinkhornDivergence(0.01, 1e-3, 1).between(line(0, 100), line(0)))
                .hasMessageContaining("off by 1.414213562");
    }

    /**
     * Minima by logarithms, whatever the kernel was made for: potentials near it, potentials that have moved by less and by more than 100
     * epsilon, and distances for which exp(-c / epsilon) is 0. Ten digits are those of 1e3 epsilon in float64.
     */
    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 0.1, 3})
    void softMinimaAreThoseOfLogarithms(double epsilon) {
        HostArray x = normal("x", 21);
        HostArray y = moved(normal("y", 18), 1, 0);
        SoftMinima minima = SoftMinima.of(SquaredDistances.of(x, y), epsilon);
        double[] f = new double[21];
        double[] g = new double[18];
        for (double move : new double[] {0, 90 * epsilon, 101 * epsilon, 500 * epsilon, 0.3}) {
            for (int i = 0; i < 21; i++) {
                f[i] += move * Math.sin(i);
            }
            for (int j = 0; j < 18; j++) {
                g[j] -= move * Math.cos(3 * j);
            }
            double[] ofRows = minima.ofRows(f, g);
            double[] ofColumns = minima.ofColumns(f, g);
            for (int i = 0; i < 21; i++) {
                double expected = softMinimum(epsilon, g, x.rows(i, i + 1), y);
                assertThat(ofRows[i]).isCloseTo(expected, within(1e-10));
            }
            for (int j = 0; j < 18; j++) {
                double expected = softMinimum(epsilon, f, y.rows(j, j + 1), x);
                assertThat(ofColumns[j]).isCloseTo(expected, within(1e-10));
            }
        }
    }

    /** Each distance is computed once as long as no potential is more than 100 epsilon from where it was then. */
    @Test
    void exponentialsAreKeptUntilAPotentialIsFar() {
        double epsilon = 2;
        AtomicInteger computed = new AtomicInteger();
        SoftMinima minima = new SoftMinima(
                5,
                7,
                (i, j) -> {
                    computed.incrementAndGet();
                    return (i - j) * (i - j);
                },
                epsilon);
        double[] f = new double[5];
        double[] g = new double[7];
        int times = 0;
        // Moves of the last f and of the first g, and whether the exponentials are computed anew after them.
        double[][] moves = {
            {0, 0, 1}, {0, 0, 0}, {90, -90, 0}, {5, 5, 0}, {6, 0, 1}, {-99, 99, 0}, {0, 2, 1}, {-101, 0, 1}
        };
        for (double[] move : moves) {
            f[4] += move[0] * epsilon;
            g[0] += move[1] * epsilon;
            times += (int) move[2];
            minima.ofRows(f, g);
            minima.ofColumns(f, g);
            assertThat(computed).as("after %s", Arrays.toString(move)).hasValue(35 * times);
        }
    }

    private static double softMinimum(double epsilon, double[] potential, HostArray point, HostArray others) {
        double[] exponents = new double[potential.length];
        double largest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < exponents.length; j++) {
            double dx = point.get(0) - others.get(2 * j);
            double dy = point.get(1) - others.get(2 * j + 1);
            exponents[j] = (potential[j] - dx * dx - dy * dy) / epsilon;
            largest = Math.max(largest, exponents[j]);
        }
        double sum = 0;
        for (double exponent : exponents) {
            sum += Math.exp(exponent - largest);
        }
        return -epsilon * (largest + Math.log(sum / exponents.length));
    }

    /** exp(-c/epsilon) is 0 in float64 for all distances. */
    @Test
    void smallEpsilonNeitherOverflowsNorVanishes() {
        SinkhornDivergence divergence = SinkhornDivergence.withEpsilon(0.01);
        assertThat(divergence.between(line(0), line(100))).isCloseTo(1e4, within(1e-6));
        assertThat(divergence.between(line(0, 100), line(103, 3))).isCloseTo(9, within(1e-6));
        assertThat(divergence.between(line(100, 0), line(103, 3))).isCloseTo(9, within(1e-6));
    }

    @Test
    void settingsAndSamplesOutOfRangeAreRefused() {
        for (double bad : new double[] {0, -1, Double.NaN}) {
            assertThatThrownBy(() -> new SinkhornDivergence(bad, 1, 1)).hasMessageContaining("epsilon " + bad);
            assertThatThrownBy(() -> new SinkhornDivergence(1, bad, 1)).hasMessageContaining("tolerance " + bad);
        }
        assertThatThrownBy(() -> new SinkhornDivergence(1, 1, 0)).hasMessageContaining("0 iterations");
        assertThat(new SinkhornDivergence(1, 1e-6, 1).between(line(2), line(2))).isZero();
        SinkhornDivergence divergence = SinkhornDivergence.withEpsilon(1);
        for (HostArray bad : new HostArray[] {
            line(Double.NaN), HostArray.of(Shape.of(2), 1.0, 2), HostArray.of(Shape.of(1, 2), 1.0, 2), line()
        }) {
            assertThatThrownBy(() -> divergence.between(line(1), bad)).hasMessageContaining("of finite numbers");
            assertThatThrownBy(() -> divergence.between(bad, line(1))).hasMessageContaining("of finite numbers");
        }
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

    /** The largest samples that the class promises: sorting is exact on the line, and a translation costs its length in the plane. */
    @Test
    @Tag("acceptance")
    void fiveThousandPointsAreAssignedExactlyIn200MiB() {
        HostArray x = KEY.fold("many x").normal(Shape.of(5000, 1));
        HostArray y = KEY.fold("many y").normal(Shape.of(5000, 1));
        HostArray plane = normal("plane", 5000);
        HostArray movedPlane = moved(plane, 0.3, 0.4);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        double onTheLine = ExactWasserstein.of(x, y);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(onTheLine)
                .isCloseTo(OneDimensionalWasserstein.distance(x.toDoubles(), y.toDoubles(), 2), within(1e-9));
        assertThat(ExactWasserstein.of(plane, movedPlane)).isCloseTo(0.5, within(1e-9));
        // 8 bytes for each of 25 million distances, and a hundredth for everything else: no garbage counts against the
        // heap.
        assertThat(allocated).isBetween(200_000_000L, 202_000_000L);
    }
}
