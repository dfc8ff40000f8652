package org.pushforward.zoo.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.distribution.Transform.Image;
import org.pushforward.graph.Tensor;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Compares splines with the formulas of Durkan et al. (2019), in float64 (P14). */
class RationalQuadraticSplineTest {
    private static final int BINS = 4;
    private static final double BOUND = 3;

    /** With these, all constants of the graph are exact in float32, so comparisons are in float64. */
    private static final double BIN = 1.0 / 16;

    private static final double SLOPE = Math.exp(-4);
    private static final RationalQuadraticSpline SPLINE = new RationalQuadraticSpline(BINS, BOUND, BIN, SLOPE);

    /** A spline of one coordinate with the same parameters for every number. */
    private static final class Setting {
        final Oracle oracle = new Oracle();
        final RationalQuadraticSpline spline;
        final Tensor x;
        final Tensor parameters;

        Setting(RationalQuadraticSpline spline, double[] parameters, double... x) {
            this.spline = spline;
            this.x = Tensor.input("x", TensorType.f32(x.length, 1));
            this.parameters = Tensor.input("p", TensorType.f32(x.length, parameters.length));
            double[] repeated = new double[x.length * parameters.length];
            Arrays.setAll(repeated, i -> parameters[i % parameters.length]);
            oracle.with(this.x, HostArray.wrap(this.x.shape(), x.clone()));
            oracle.with(this.parameters, HostArray.wrap(this.parameters.shape(), repeated));
        }

        Image forward() {
            return spline.forward(x, parameters);
        }

        Image inverse() {
            return spline.inverse(x, parameters);
        }

        double[] numbers(Tensor value) {
            return oracle.evaluate(value);
        }
    }

    private static double[] random(double scale, String name) {
        float[] normal =
                RandomKey.of(4).fold(name).normal(Shape.of(SPLINE.parameters())).toFloats();
        return IntStream.range(0, normal.length)
                .mapToDouble(i -> scale * normal[i])
                .toArray();
    }

    private static double[] evenly(double from, double to, int count) {
        return IntStream.range(0, count)
                .mapToDouble(i -> from + (to - from) * i / (count - 1))
                .toArray();
    }

    /** Returns the ends of bins by the formula of the softmax. */
    private static double[] knots(double[] parameters, int first) {
        double[] sizes = Arrays.copyOfRange(parameters, first, first + BINS);
        double largest = Arrays.stream(sizes).max().orElseThrow();
        double total = Arrays.stream(sizes).map(a -> Math.exp(a - largest)).sum();
        double[] knots = new double[BINS + 1];
        knots[0] = -BOUND;
        for (int k = 0; k < BINS; k++) {
            double part = Math.exp(sizes[k] - largest) / total;
            knots[k + 1] = knots[k] + 2 * BOUND / BINS * (BIN + (1 - BIN) * BINS * part);
        }
        return knots;
    }

    private static double[] slopes(double[] parameters) {
        double most = -Math.log(SLOPE);
        double[] slopes = new double[BINS + 1];
        slopes[0] = 1;
        slopes[BINS] = 1;
        for (int k = 1; k < BINS; k++) {
            slopes[k] = Math.exp(most * Math.tanh(parameters[2 * BINS + k - 1] / most));
        }
        return slopes;
    }

    @Test
    void zeroParametersGiveTheIdentity() {
        double[] x = evenly(-4, 4, 161);
        Setting on = new Setting(SPLINE, new double[SPLINE.parameters()], x);
        for (Image image : List.of(on.forward(), on.inverse())) {
            // Bins whose ends are rounded a hundred times, each to 1e-16 of the bound.
            assertThat(on.numbers(image.value())).containsExactly(x, within(1e-13));
            assertThat(on.numbers(image.logAbsDet())).containsExactly(new double[x.length], within(1e-13));
        }
    }

    /** In the middle of a bin with equal slopes, the two forms of the inverse meet. */
    @Test
    void theInverseIsDifferentiableWhereItsFormChanges() {
        Setting on = new Setting(SPLINE, new double[SPLINE.parameters()], -2.25, -0.75, 0.75, 2.25);
        double[] ones = {1, 1, 1, 1};
        assertThat(on.numbers(Gradients.of(on.inverse().value().sum(), on.x))).containsExactly(ones, within(1e-13));
    }

    /**
     * Bins of widths 1/2 and 3/2 and heights 3/2 and 1/2 with slope 1 at each end, so s = 3 and 1/3. In the middle of the first bin,
     * y = -1 + 3/2 (3/4 + 1/4) / (3/2 + 1/2) = -1/4 and dy/dx = (3/2)^2 (1/4 + 3/2 + 1/4) = 9/2. In the middle of the second,
     * y = 1/2 + 1/2 (1/12 + 1/4) / (1/6 + 1/2) = 3/4 and dy/dx = (1/2)^2 (1/4 + 1/6 + 1/4) = 1/6.
     */
    @Test
    void twoBinsComputedByHand() {
        // 1/8 + 7/8 * 2 p is 1/2 for p = 3/14, and the odds of 3/14 are 3/11.
        double odds = Math.log(3.0 / 11);
        Setting on = new Setting(
                new RationalQuadraticSpline(2, 1, 0.125, 0.01), new double[] {odds, 0, 0, odds, 0}, -0.75, 0.25);
        assertThat(on.numbers(on.forward().value())).containsExactly(new double[] {-0.25, 0.75}, within(1e-14));
        assertThat(on.numbers(on.forward().logAbsDet()))
                .containsExactly(new double[] {Math.log(4.5), -Math.log(6)}, within(1e-14));
    }

    @Test
    void knotsAreMappedToKnotsWithTheSlopesOfTheParameters() {
        double[] parameters = random(1, "knots");
        double[] x = knots(parameters, 0);
        Setting on = new Setting(SPLINE, parameters, x);
        double[] slopes = Arrays.stream(on.numbers(on.forward().logAbsDet()))
                .map(Math::exp)
                .toArray();
        assertThat(on.numbers(on.forward().value())).containsExactly(knots(parameters, BINS), within(1e-13));
        // A knot that is rounded by 1e-15 moves the slope by some hundred times as much.
        assertThat(slopes).containsExactly(slopes(parameters), within(1e-12));
    }

    /** Values and slopes from both sides of each knot and of the bound. */
    @Test
    void theSplineIsContinuouslyDifferentiable() {
        double[] parameters = random(1, "smooth");
        double[] knots = knots(parameters, 0);
        double step = 1e-5;
        double[] below = Arrays.stream(knots).map(knot -> knot - step).toArray();
        double[] above = Arrays.stream(knots).map(knot -> knot + step).toArray();
        Setting left = new Setting(SPLINE, parameters, below);
        Setting right = new Setting(SPLINE, parameters, above);
        // Slopes are below 100 and change by less than 100 per unit: both differ by some 100 steps at most.
        assertThat(left.numbers(left.forward().value()))
                .containsExactly(right.numbers(right.forward().value()), within(200 * step));
        assertThat(left.numbers(left.forward().logAbsDet()))
                .containsExactly(right.numbers(right.forward().logAbsDet()), within(200 * step));
        assertThat(left.numbers(left.forward().logAbsDet())).contains(0.0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 3, 40})
    void theInverseInverts(double scale) {
        double[] x = evenly(-3.5, 3.5, 1401);
        Setting on = new Setting(SPLINE, random(scale, "inverse"), x);
        Image there = on.forward();
        Image back = on.spline.inverse(there.value(), on.parameters);
        double[] result = on.numbers(back.value());
        double[] logSlopes = on.numbers(there.logAbsDet());
        for (int i = 0; i < x.length; i++) {
            // A dozen roundings of numbers up to 3, which the slope of the inverse enlarges.
            assertThat(result[i]).isCloseTo(x[i], within(1e-14 * (1 + Math.exp(-logSlopes[i]))));
        }
        assertThat(on.numbers(back.logAbsDet().add(there.logAbsDet())))
                .containsExactly(new double[x.length], within(1e-8));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 2})
    void theDeterminantIsThatOfDifferencesAndOfTheDerivative(double scale) {
        double[] x = evenly(-3.25, 3.25, 400);
        double step = 1e-6;
        double[] parameters = random(scale, "determinant");
        Setting on = new Setting(SPLINE, parameters, x);
        for (boolean forward : new boolean[] {true, false}) {
            Image image = forward ? on.forward() : on.inverse();
            double[] logSlopes = on.numbers(image.logAbsDet());
            double[] derivatives = on.numbers(Gradients.of(image.value().sum(), on.x));
            double[][] moved = new double[2][];
            for (int side = 0; side < 2; side++) {
                double shift = side == 0 ? -step : step;
                Setting there = new Setting(
                        SPLINE, parameters, Arrays.stream(x).map(v -> v + shift).toArray());
                moved[side] = there.numbers((forward ? there.forward() : there.inverse()).value());
            }
            for (int i = 0; i < x.length; i++) {
                double slope = Math.exp(logSlopes[i]);
                assertThat(derivatives[i]).isCloseTo(slope, within(1e-10 * slope));
                // Rounding of 1e-16 over a step of 1e-6, and the curvature at knots, where the second derivative jumps.
                assertThat((moved[1][i] - moved[0][i]) / (2 * step)).isCloseTo(slope, within(1e-4 * (1 + slope)));
            }
        }
    }

    @Test
    void derivativesOfAnyOrderAreThoseOfDifferences() {
        Oracle oracle = new Oracle();
        Tensor x = oracle.input("x", 6, 2);
        Tensor parameters = oracle.input("p", 6, 2 * SPLINE.parameters());
        Image forward = SPLINE.forward(x.mul(2), parameters);
        Image inverse = SPLINE.inverse(x.mul(2), parameters);
        oracle.checkSlopes(forward.value().sum(1).add(forward.logAbsDet()));
        oracle.checkSlopes(inverse.value().sum(1).add(inverse.logAbsDet()));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 10, 1e4})
    void theSplineIncreases(double scale) {
        Setting on = new Setting(SPLINE, random(scale, "monotone"), evenly(-4, 4, 4001));
        for (Image image : List.of(on.forward(), on.inverse())) {
            double[] values = on.numbers(image.value());
            for (int i = 1; i < values.length; i++) {
                assertThat(values[i]).isGreaterThan(values[i - 1]);
            }
        }
    }

    @Test
    void numbersOutsideDoNotChange() {
        double[] x = {-3e38, -1e9, -3.0001, -3, 3, 3.0001, 1e9, 3e38, Double.NEGATIVE_INFINITY};
        Setting on = new Setting(SPLINE, random(2, "outside"), x);
        for (Image image : List.of(on.forward(), on.inverse())) {
            assertThat(on.numbers(image.value())).containsExactly(x);
            assertThat(on.numbers(image.logAbsDet())).containsOnly(0);
            assertThat(on.numbers(Gradients.of(image.value().sum(), on.x))).containsOnly(1);
            assertThat(on.numbers(Gradients.of(
                            image.value().sum().add(image.logAbsDet().sum()), on.parameters)))
                    .containsOnly(0);
        }
    }

    @Test
    void nanStaysNan() {
        Setting on = new Setting(SPLINE, random(1, "nan"), Double.NaN, 0.5);
        double[] values = on.numbers(on.forward().value());
        assertThat(values[0]).isNaN();
        assertThat(values[1]).isFinite();
    }

    /** At knots, at the bound, and with parameters beyond all reason. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 100, 1e6, 1e30})
    void everythingIsFinite(double scale) {
        double[] parameters = random(scale, "finite");
        double[] x = DoubleStream.concat(
                        DoubleStream.of(0, -3, 3, Math.nextUp(-3.0), Math.nextDown(3.0), 3.5, -1e30),
                        DoubleStream.concat(
                                Arrays.stream(knots(parameters, 0)), Arrays.stream(knots(parameters, BINS))))
                .toArray();
        Setting on = new Setting(SPLINE, parameters, x);
        for (Image image : List.of(on.forward(), on.inverse())) {
            Tensor all = image.value().sum().add(image.logAbsDet().sum());
            List<Tensor> gradients = Gradients.of(all, List.of(on.x, on.parameters));
            for (Tensor value : List.of(image.value(), image.logAbsDet(), gradients.get(0), gradients.get(1))) {
                assertThat(Arrays.stream(on.numbers(value)).allMatch(Double::isFinite))
                        .isTrue();
            }
        }
    }

    /** The integral of exp(log det) N(y) is that of N over the images. */
    @Test
    void aDensityOfOneCoordinateIntegratesToOne() {
        int cells = 20_000;
        double cell = 16.0 / cells;
        double[] x = evenly(-8 + cell / 2, 8 - cell / 2, cells);
        Setting on = new Setting(SPLINE, random(1, "density"), x);
        double[] y = on.numbers(on.forward().value());
        double[] logSlopes = on.numbers(on.forward().logAbsDet());
        double mass = 0;
        for (int i = 0; i < cells; i++) {
            mass += Math.exp(logSlopes[i] - 0.5 * y[i] * y[i]) / Math.sqrt(2 * Math.PI) * cell;
        }
        // The midpoint rule of a function whose derivative jumps at knots is exact to the square of the cell.
        assertThat(mass).isCloseTo(1, within(1e-5));
    }

    @Test
    void settingsAndParametersOutOfRangeAreRefused() {
        assertThat(SPLINE.parameters()).isEqualTo(11);
        assertThatThrownBy(() -> new RationalQuadraticSpline(1, 3)).hasMessageContaining("bins = 1: expected 2 to 100");
        assertThatThrownBy(() -> new RationalQuadraticSpline(101, 3)).hasMessageContaining("bins = 101");
        for (double bound : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new RationalQuadraticSpline(8, bound)).hasMessageContaining("bound = " + bound);
        }
        assertThatThrownBy(() -> new RationalQuadraticSpline(8, 3, 0, 0.1)).hasMessageContaining("minimum-bin = 0.0");
        assertThatThrownBy(() -> new RationalQuadraticSpline(8, 3, 0.1, 1)).hasMessageContaining("minimum-slope = 1.0");
        Tensor rows = Tensor.input("rows", TensorType.f32(5, 3));
        assertThatThrownBy(() -> SPLINE.forward(rows, rows)).hasMessageContaining("parameters of a spline");
    }
}
