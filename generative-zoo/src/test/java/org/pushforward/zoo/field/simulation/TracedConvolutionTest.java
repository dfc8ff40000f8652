package org.pushforward.zoo.field.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.field.Ellipse;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.covariance.Correlation;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.covariance.Matern;
import org.pushforward.zoo.field.covariance.Structure;

/**
 * Compares fields in a graph with those on the host, whose covariance is known. Both have a periodic grid of 18 x 20 cells, and ranges for
 * which its edges matter.
 */
class TracedConvolutionTest {
    private static final Grid GRID = new Grid(4, 6, 100, -20, 0.8, -0.5);
    private static final int MARGIN = 14;
    private static final List<Correlation> CORRELATIONS = List.of(new Matern(0.5), new Matern(1.0), new Matern(5.0));
    private static final long[] KINDS = {0, 2, 1};
    private static final List<Ellipse> FIRST =
            List.of(new Ellipse(4, 0.4, 30), new Ellipse(0.6, 0.5, 110), Ellipse.circle(2));
    private static final List<Ellipse> SECOND =
            List.of(new Ellipse(1, 0.9, 70), new Ellipse(0.6, 0.5, 110), new Ellipse(3, 0.2, -45));
    private static final int N = 3;

    private final TracedConvolution convolution = new TracedConvolution(GRID, CORRELATIONS, MARGIN);
    private final Tensor white =
            Tensor.input("white", new TensorType(DType.F32, convolution.white().prepend(N)));
    private final Tensor fields = convolution.fields(
            Tensor.constant(HostArray.wrap(Shape.of(N), KINDS)), axes(), maps(0, 0.1, 1), maps(1, 0.5, 3), white);

    private static Tensor axes() {
        double[] values = new double[8 * N];
        for (int k = 0; k < N; k++) {
            System.arraycopy(FIRST.get(k).scaling(), 0, values, 8 * k, 4);
            System.arraycopy(SECOND.get(k).scaling(), 0, values, 8 * k + 4, 4);
        }
        return Tensor.constant(HostArray.wrap(Shape.of(N, 2, 2, 2), values).cast(DType.F32));
    }

    private static double[] map(int field, double from, double to) {
        double[] values = new double[GRID.cells()];
        Arrays.setAll(values, cell -> from + (to - from) * (cell * (field + 1) % values.length) / values.length);
        return values;
    }

    private static Tensor maps(int shift, double from, double to) {
        double[] values = new double[N * GRID.cells()];
        for (int k = 0; k < N; k++) {
            System.arraycopy(map(k + shift, from, to), 0, values, k * GRID.cells(), GRID.cells());
        }
        return Tensor.constant(HostArray.wrap(GRID.shape().prepend(N), values).cast(DType.F32));
    }

    private static FieldCovariance expected(int k) {
        double[] share = map(k, 0.1, 1);
        double[] rest = Arrays.stream(share).map(w -> 1 - w).toArray();
        Correlation correlation = CORRELATIONS.get((int) KINDS[k]);
        return LocalConvolution.of(
                        List.of(
                                new LocalConvolution.WeightedCovariance(
                                        new Structure(correlation, 1, FIRST.get(k)), share),
                                new LocalConvolution.WeightedCovariance(
                                        new Structure(correlation, 1, SECOND.get(k)), rest)),
                        map(k + 1, 0.5, 3),
                        GRID,
                        MARGIN)
                .covariance();
    }

    /**
     * A field is linear in its white noise, z = M e. So the covariances with one cell, M M^T u, are the field of the noise M^T u, which is
     * the gradient of the value of the cell. Tables and matrices are float32.
     */
    @Test
    void fieldsHaveTheCovarianceOfThoseOnTheHost() {
        Tensor unit = Tensor.input("unit", fields.type());
        Tensor adjoint = Gradients.of(fields.mul(unit).sum(), List.of(white)).get(0);
        Tensor covariances = Rewrite.substitution(Map.of(white, adjoint))
                .apply(List.of(fields))
                .get(0);
        for (int cell : new int[] {0, 9, 23}) {
            double[] hot = new double[fields.shape().size()];
            for (int k = 0; k < N; k++) {
                hot[k * GRID.cells() + cell] = 1;
            }
            double[] actual = new Oracle()
                    .with(white, HostArray.zeros(white.type()))
                    .with(unit, HostArray.wrap(fields.shape(), hot))
                    .evaluate(covariances);
            for (int k = 0; k < N; k++) {
                FieldCovariance covariance = expected(k);
                for (int other = 0; other < GRID.cells(); other++) {
                    assertThat(actual[k * GRID.cells() + other])
                            .as("field %d, cells %d and %d", k, cell, other)
                            .isCloseTo(covariance.between(x(cell), y(cell), x(other), y(other)), within(2e-5));
                }
            }
        }
    }

    private static double x(int cell) {
        return GRID.places().x(cell);
    }

    private static double y(int cell) {
        return GRID.places().y(cell);
    }
}
