package org.pushforward.benchmark.infer.method;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pushforward.benchmark.infer.gauges.GaugedCells;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.covariance.NotPositiveDefiniteException;
import org.pushforward.zoo.field.covariance.Nugget;
import org.pushforward.zoo.field.covariance.StationaryCovariance;
import org.pushforward.zoo.field.kriging.ConditionalSimulation;
import org.pushforward.zoo.field.kriging.Kriging;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.simulation.CirculantEmbedding;
import org.pushforward.zoo.field.simulation.FieldSampler;
import org.pushforward.zoo.field.simulation.LocalConvolution;
import org.pushforward.zoo.field.simulation.PointSampler;

/**
 * Draws Gaussian fields on a grid given gauges. If every gauge is at the center of a cell and the covariance is stationary, it uses a
 * periodic grid four times as long and wide, where fields with a range well above the size of the map lose a little of their correlation.
 * Otherwise it uses the Cholesky factor of the covariance of all cells, which is exact. For more cells than {@value #DENSE}, each gauge
 * moves to the center of its cell.
 */
final class FieldDraws {
    /** Factoring the covariance of so many cells takes about a second. */
    static final int DENSE = 2_000;
    /** A share of the variance that makes a covariance of very smooth fields numerically positive definite. */
    private static final double JITTER = 1e-8;
    /** The margin of the periodic grid, in sides of the map. */
    private static final int MARGIN = 3;

    private FieldDraws() {}

    /** Returns why fields with a stationary covariance cannot be drawn on a grid, if they cannot. */
    static Optional<String> obstacle(Grid grid) {
        long margin = (long) MARGIN * Math.max(grid.rows(), grid.columns());
        boolean periodic = (grid.rows() + margin) * (grid.columns() + margin) > CirculantEmbedding.LARGEST;
        return periodic && grid.cells() > DENSE
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "the map has %d x %d cells, and drawing fields takes a grid with three times its longer side more in both"
                                + " directions, of more than %,d cells; a larger 'cell' in 'grid' makes the map fit",
                        grid.rows(),
                        grid.columns(),
                        CirculantEmbedding.LARGEST))
                : Optional.empty();
    }

    /** Returns fields given gauges, [count, rows, columns]. */
    static HostArray given(
            FieldCovariance covariance, Trend trend, Measurements gauges, Grid grid, int count, RandomKey key) {
        Places places = grid.places();
        Measurements centered = centered(gauges, grid);
        boolean atCenters = same(centered.places(), gauges.places());
        if (atCenters || grid.cells() > DENSE) {
            Measurements used = atCenters ? gauges : centered;
            return ConditionalSimulation.of(prior(covariance, grid), places, used, Kriging.of(covariance, trend, used))
                    .sample(count, key)
                    .reshape(shape(grid, count));
        }
        return dense(covariance, trend, gauges, places).sample(count, key).reshape(shape(grid, count));
    }

    private static Shape shape(Grid grid, int count) {
        return Shape.of(count, grid.rows(), grid.columns());
    }

    private static FieldSampler dense(FieldCovariance covariance, Trend trend, Measurements gauges, Places places) {
        try {
            return ConditionalSimulation.at(places, covariance, trend, gauges);
        } catch (NotPositiveDefiniteException e) {
            return ConditionalSimulation.at(places, jittered(covariance, places), trend, gauges);
        }
    }

    /** Returns a sampler of fields without gauges. */
    static FieldSampler prior(FieldCovariance covariance, Grid grid) {
        if (covariance instanceof StationaryCovariance stationary) {
            return LocalConvolution.of(stationary, grid, MARGIN * Math.max(grid.rows(), grid.columns()));
        }
        Places places = grid.places();
        try {
            return PointSampler.of(covariance, places);
        } catch (NotPositiveDefiniteException e) {
            return PointSampler.of(jittered(covariance, places), places);
        }
    }

    private static FieldCovariance jittered(FieldCovariance covariance, Places places) {
        return covariance.plus(new Nugget(JITTER * covariance.variance(places.x(0), places.y(0))));
    }

    /** Returns gauges at the centers of the cells that contain them; gauges of one cell become one, as {@link GaugedCells} describes. */
    static Measurements centered(Measurements gauges, Grid grid) {
        GaugedCells cells = GaugedCells.of(gauges, grid);
        return Measurements.withNoise(grid.places().select(cells.cells()), cells.values(), cells.noise());
    }

    private static boolean same(Places one, Places other) {
        return one.count() == other.count()
                && IntStream.range(0, one.count())
                        .allMatch(i -> Arrays.equals(
                                new double[] {one.x(i), one.y(i)}, new double[] {other.x(i), other.y(i)}));
    }
}
