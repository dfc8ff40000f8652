package org.pushforward.benchmark.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.benchmark.report.Field;
import org.pushforward.benchmark.report.FieldScores;
import org.pushforward.metrics.baseline.GaussianField;
import org.pushforward.metrics.baseline.InverseDistanceInterpolation;
import org.pushforward.metrics.baseline.Variogram;
import org.pushforward.metrics.calibration.RankedProbability;
import org.pushforward.metrics.inference.NormalProbability;
import org.pushforward.tensor.HostArray;

/**
 * Baselines for models that fill in fields: the best linear predictor, simple kriging with a fitted variogram, and inverse-distance
 * interpolation. The first two predict a normal distribution for every cell.
 */
final class InfillingBaselines {
    private final GaugedFields fields;
    private final double[] levels;
    private final GaussianField gaussian;
    private final GaussianField kriging;
    private final InverseDistanceInterpolation inverseDistance;

    /**
     * Fits the baselines.
     *
     * @param training the training fields, [count, cells]
     */
    InfillingBaselines(GaugedFields fields, Field grid, HostArray training, double[] levels) {
        this.fields = fields;
        this.levels = levels;
        this.gaussian = GaussianField.fitted(training);
        double[] mean = new double[grid.dimension()];
        Arrays.fill(mean, Arrays.stream(training.toDoubles()).average().orElseThrow());
        this.kriging = new GaussianField(
                mean, Variogram.fitted(training, grid.rows(), grid.columns()).covariance(grid.rows(), grid.columns()));
        this.inverseDistance = InverseDistanceInterpolation.onGrid(grid.rows(), grid.columns());
    }

    /** Returns the scores of the baselines, the best linear predictor first. */
    List<FieldScores> scores() {
        return List.of(scores("Gaussian conditional", gaussian), scores("kriging", kriging), inverseDistance());
    }

    /** Returns the conditional mean of a field under the best linear predictor. */
    double[] conditionalMean(int field) {
        return gaussian.given(fields.values(field), fields.mask(field)).mean();
    }

    private FieldScores scores(String name, GaussianField distribution) {
        double[] ranked = new double[fields.fields()];
        double[] squares = new double[fields.fields()];
        double[][] covered = new double[fields.fields()][levels.length];
        for (int field = 0; field < fields.fields(); field++) {
            double[] truth = fields.values(field);
            GaussianField.CellPrediction seen = distribution.given(truth, fields.mask(field));
            int[] hidden = fields.hidden(field);
            for (int position : hidden) {
                int cell = position % fields.cells();
                double error = truth[cell] - seen.mean()[cell];
                double deviation = seen.standardDeviation()[cell];
                ranked[field] += RankedProbability.ofNormal(seen.mean()[cell], deviation, truth[cell]) / hidden.length;
                squares[field] += error * error / hidden.length;
                double inside = 1 - NormalProbability.twoSided(error / deviation);
                for (int i = 0; i < levels.length; i++) {
                    covered[field][i] += inside <= levels[i] ? 1.0 / hidden.length : 0;
                }
            }
        }
        return new FieldScores(name, ranked, squares, covered);
    }

    private FieldScores inverseDistance() {
        boolean[] gauges = fields.gauges();
        HostArray filled =
                inverseDistance.fill(fields.truth(), HostArray.of(fields.truth().shape(), gauges));
        List<double[]> errors = new ArrayList<>();
        for (int field = 0; field < fields.fields(); field++) {
            errors.add(IntStream.of(fields.hidden(field))
                    .mapToDouble(i -> filled.get(i) - fields.truth().get(i))
                    .toArray());
        }
        return new FieldScores(
                "inverse distance",
                errors.stream()
                        .mapToDouble(all ->
                                Arrays.stream(all).map(Math::abs).average().orElseThrow())
                        .toArray(),
                errors.stream()
                        .mapToDouble(all ->
                                Arrays.stream(all).map(e -> e * e).average().orElseThrow())
                        .toArray(),
                new double[0][]);
    }
}
