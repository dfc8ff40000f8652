package org.pushforward.zoo.field.kriging;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.covariance.DenseFactor;

/**
 * Predicts each gauge from the others without solving a separate system for each. With
 *
 * <pre>
 * B = C^-1 - C^-1 F (F^T C^-1 F)^-1 F^T C^-1
 * </pre>
 *
 * <p>and a subset P of the gauges, the prediction error of y_P from the other gauges is (B_PP)^-1 (B y)_P, with covariance (B_PP)^-1. The
 * trend is also estimated without the subset. Predictions are of measured values and include the noise.
 *
 * <p>Dubrule, <i>Cross validation of kriging in a unique neighborhood</i>, 1983.
 */
public final class CrossValidation {
    private static final double SINGULAR = 1e-11;

    private CrossValidation() {}

    /** Returns the prediction of each gauge from all others. */
    public static NormalPrediction leaveOneOut(Kriging kriging) {
        return blocks(kriging, IntStream.range(0, kriging.system().count()).toArray());
    }

    /**
     * Returns the prediction of each gauge from the gauges in other blocks.
     *
     * @param block the number of each gauge's block, as {@link #folds} and {@link #tiles} return them
     * @throws IllegalArgumentException if the number of elements is not the number of gauges, or the gauges outside a block do not
     *     determine the trend
     */
    public static NormalPrediction blocks(Kriging kriging, int[] block) {
        KrigingSystem system = kriging.system();
        int n = system.count();
        if (block.length != n) {
            throw new IllegalArgumentException(
                    block.length + " numbers of blocks of " + n + " gauges: expected one for each");
        }
        DMatrixRMaj b = system.projected();
        double[] mean = new double[n];
        double[] variance = new double[n];
        Map<Integer, List<Integer>> blocks = IntStream.range(0, n)
                .boxed()
                .collect(Collectors.groupingBy(i -> block[i], LinkedHashMap::new, Collectors.toList()));
        blocks.forEach((number, members) -> {
            int[] part = members.stream().mapToInt(Integer::intValue).toArray();
            DMatrixRMaj covariance = inverse(number, b, part);
            for (int i = 0; i < part.length; i++) {
                double error = 0;
                for (int j = 0; j < part.length; j++) {
                    error += covariance.get(i, j) * system.residualWeights()[part[j]];
                }
                mean[part[i]] = system.gauges().value(part[i]) - error;
                variance[part[i]] = covariance.get(i, i);
            }
        });
        return new NormalPrediction(mean, variance);
    }

    private static DMatrixRMaj inverse(int number, DMatrixRMaj b, int[] part) {
        DMatrixRMaj own = new DMatrixRMaj(part.length, part.length);
        CommonOps_DDRM.extract(b, part, part.length, part, part.length, own);
        return DenseFactor.tryOf(own)
                .filter(factor -> isRegular(factor, own))
                .orElseThrow(() -> new IllegalArgumentException("block " + number + " holds " + part.length + " of "
                        + b.numRows + " gauges: the others do not determine the trend; take smaller blocks"))
                .inverse();
    }

    /** Returns false if the matrix is numerically singular: what a column adds to the earlier ones is then only rounding error. */
    private static boolean isRegular(DenseFactor factor, DMatrixRMaj matrix) {
        return IntStream.range(0, factor.size()).allMatch(i -> {
            double left = factor.lower().get(i, i);
            return left * left > SINGULAR * matrix.get(i, i);
        });
    }

    /** Returns a random number from 0 to folds - 1 for each gauge; the sizes of the folds differ by at most one. */
    public static int[] folds(int gauges, int folds, RandomKey key) {
        if (folds < 2 || folds > gauges) {
            throw new IllegalArgumentException(
                    folds + " folds of " + gauges + " gauges: expected from 2 to as many as there are gauges");
        }
        return Arrays.stream(key.permutation(gauges)).map(i -> i % folds).toArray();
    }

    /**
     * Returns the number of the square tile that contains each place, for cross-validation over larger distances.
     *
     * @param side the side of a tile, in the unit of the places
     */
    public static int[] tiles(Places places, double side) {
        if (!(side > 0)) {
            throw new IllegalArgumentException("side of tiles = " + side + ": expected above 0");
        }
        record TileIndex(long column, long row) {}
        Map<TileIndex, Integer> numbers = new LinkedHashMap<>();
        return IntStream.range(0, places.count())
                .map(i -> {
                    TileIndex tile =
                            new TileIndex((long) Math.floor(places.x(i) / side), (long) Math.floor(places.y(i) / side));
                    return numbers.computeIfAbsent(tile, any -> numbers.size());
                })
                .toArray();
    }
}
