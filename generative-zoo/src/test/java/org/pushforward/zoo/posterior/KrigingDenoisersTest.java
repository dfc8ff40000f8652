package org.pushforward.zoo.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Compares the kriging denoisers with dense algebra on a field of 3 x 4 cells. Eigenvectors and eigenvalues are float32. */
class KrigingDenoisersTest {
    private static final int ROWS = 3;
    private static final int COLUMNS = 4;
    private static final int CELLS = ROWS * COLUMNS;
    private static final Shape TWO = Shape.of(2, 1, ROWS, COLUMNS);
    private static final double[] SIGMAS = {0.3, 5};

    /** The first field has an exact gauge and a noisy one, and the second has none. */
    private static final double[] MASK = new double[2 * CELLS];

    private static final double[] OBSERVED = new double[2 * CELLS];
    private static final double[] VARIANCE = new double[2 * CELLS];

    static {
        MASK[1] = 1;
        OBSERVED[1] = 1.5;
        MASK[10] = 1;
        OBSERVED[10] = -0.7;
        VARIANCE[10] = 0.2;
    }

    /** A Matern correlation along columns and rows, by its closed form. */
    private record Product(DoubleUnaryOperator correlation, double down, double across) {
        double between(int a, int b) {
            double i = Math.abs(a / COLUMNS - b / COLUMNS);
            double j = Math.abs(a % COLUMNS - b % COLUMNS);
            return correlation.applyAsDouble(i / down) * correlation.applyAsDouble(j / across) + (a == b ? 0.02 : 0);
        }
    }

    private static final List<Product> COVARIANCES = List.of(
            new Product(h -> Math.exp(-h), 7, 7),
            new Product(h -> (1 + h) * Math.exp(-h), 2.5, 2.5),
            new Product(h -> (1 + h) * Math.exp(-h), 2.5, 10),
            new Product(h -> (1 + h) * Math.exp(-h), 10, 2.5),
            new Product(h -> (1 + h + h * h / 3) * Math.exp(-h), 5, 5));

    private final Oracle oracle = new Oracle();
    private final Tensor x = oracle.single("x", TWO.dims());
    private final double[] noisy = oracle.value(x).toDoubles();
    private final Tensor sigma = constant(Shape.of(2, 1, 1, 1), SIGMAS);
    private final KrigingDenoisers denoisers = new KrigingDenoisers(Shape.of(1, ROWS, COLUMNS));

    private static Tensor constant(Shape shape, double... values) {
        return Tensor.constant(HostArray.of(shape, values).cast(DType.F32));
    }

    private KrigingDenoisers.Found given() {
        return denoisers.given(x, sigma, constant(TWO, OBSERVED), constant(TWO, MASK), constant(TWO, VARIANCE));
    }

    /** All that was measured in a row: its cells with noise, and its gauges. */
    private record Measured(SimpleMatrix operator, SimpleMatrix noise, SimpleMatrix values) {
        static Measured of(int row, double[] noisy, boolean gauges) {
            int count = gauges && row == 0 ? CELLS + 2 : CELLS;
            SimpleMatrix operator = new SimpleMatrix(count, CELLS);
            SimpleMatrix noise = new SimpleMatrix(count, count);
            SimpleMatrix values = new SimpleMatrix(count, 1);
            for (int i = 0; i < CELLS; i++) {
                operator.set(i, i, 1);
                noise.set(i, i, SIGMAS[row] * SIGMAS[row]);
                values.set(i, 0, noisy[row * CELLS + i]);
            }
            int next = CELLS;
            for (int cell = 0; cell < CELLS && count > CELLS; cell++) {
                if (MASK[cell] == 1) {
                    operator.set(next, cell, 1);
                    noise.set(next, next, VARIANCE[cell]);
                    values.set(next, 0, OBSERVED[cell]);
                    next++;
                }
            }
            return new Measured(operator, noise, values);
        }
    }

    private static SimpleMatrix covariance(Product product) {
        SimpleMatrix covariance = new SimpleMatrix(CELLS, CELLS);
        for (int a = 0; a < CELLS; a++) {
            for (int b = 0; b < CELLS; b++) {
                covariance.set(a, b, product.between(a, b));
            }
        }
        return covariance;
    }

    private void checkMeans(KrigingDenoisers.Found found, boolean gauges) {
        double[] actual = oracle.evaluate(found.means());
        assertThat(actual).hasSize(2 * KrigingDenoisers.COUNT * CELLS);
        for (int row = 0; row < 2; row++) {
            Measured measured = Measured.of(row, noisy, gauges);
            for (int k = 0; k < COVARIANCES.size(); k++) {
                SimpleMatrix cross =
                        covariance(COVARIANCES.get(k)).mult(measured.operator().transpose());
                SimpleMatrix total = measured.operator().mult(cross).plus(measured.noise());
                SimpleMatrix expected = cross.mult(total.solve(measured.values()));
                for (int i = 0; i < CELLS; i++) {
                    assertThat(actual[(row * KrigingDenoisers.COUNT + k) * CELLS + i])
                            .as("row %s, covariance %s, cell %s", row, k, i)
                            .isCloseTo(expected.get(i, 0), within(2e-4));
                }
            }
        }
    }

    @Test
    void meansOfNoisyFieldsAreThoseOfRegression() {
        checkMeans(denoisers.alone(x, sigma), false);
    }

    @Test
    void gaugesMoveTheMeansAsInKriging() {
        checkMeans(given(), true);
    }

    @Test
    void theLastCovarianceGivesTheSmoothestMean() {
        assertThat(KrigingDenoisers.COUNT).isEqualTo(COVARIANCES.size() + 1);
        double[] means = oracle.evaluate(denoisers.alone(x, sigma).means());
        int last = (2 * KrigingDenoisers.COUNT - 1) * CELLS;
        int before = last - CELLS;
        assertThat(spread(means, last)).isLessThan(spread(means, before));
    }

    private static double spread(double[] means, int from) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = from; i < from + CELLS; i++) {
            least = Math.min(least, means[i]);
            most = Math.max(most, means[i]);
        }
        return most - least;
    }

    /** x^T (C + sigma^2)^-1 x over 12 cells, and (y - A u)^T (A P A^T + T)^-1 (y - A u) over two gauges. */
    @Test
    void fitsAreMeanSquaresOfWhitenedErrors() {
        double[] fits = oracle.evaluate(given().fits());
        int count = KrigingDenoisers.COUNT;
        for (int k = 0; k < COVARIANCES.size(); k++) {
            SimpleMatrix c = covariance(COVARIANCES.get(k));
            for (int row = 0; row < 2; row++) {
                Measured cells = Measured.of(row, noisy, false);
                SimpleMatrix total = c.plus(cells.noise());
                SimpleMatrix white = total.solve(cells.values());
                double fit = cells.values().dot(white) / CELLS;
                assertThat(fits[row * 2 * count + k]).isCloseTo(Math.log1p(fit), within(1e-4));
                double expected = row == 0 ? fitOfGauges(c, total, white) : 0;
                assertThat(fits[row * 2 * count + count + k]).isCloseTo(Math.log1p(expected), within(1e-3));
            }
        }
        assertThat(oracle.evaluate(denoisers.alone(x, sigma).fits())[count]).isZero();
    }

    private static double fitOfGauges(SimpleMatrix c, SimpleMatrix total, SimpleMatrix white) {
        SimpleMatrix mean = c.mult(white);
        SimpleMatrix posterior = c.minus(c.mult(total.solve(c)));
        SimpleMatrix missed = new SimpleMatrix(2, 1, true, 1.5 - mean.get(1), -0.7 - mean.get(10));
        SimpleMatrix system = new SimpleMatrix(
                2,
                2,
                true,
                posterior.get(1, 1),
                posterior.get(1, 10),
                posterior.get(10, 1),
                posterior.get(10, 10) + VARIANCE[10]);
        return missed.dot(system.solve(missed)) / 2;
    }
}
