package org.pushforward.zoo.field.prior;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.simulation.Normals;

/**
 * Numbers that determine the parameters of a field of a {@link FieldPrior}. Except for the first three, they are from N(0, 1). The arrays
 * are never modified.
 *
 * @param kind the number of the smoothness
 * @param local whether the covariance changes from place to place; if not, the mean and the first scores determine it
 * @param extent the range of the smooth maps, in [0, 1)
 * @param mean the score of the mean
 * @param first the scores of the first covariance
 * @param second the scores of the second covariance
 * @param share the scores of the map of the share of the first covariance
 * @param deviation the scores of the map of the standard deviation
 */
record FieldLatents(
        int kind,
        boolean local,
        double extent,
        double mean,
        double[] first,
        double[] second,
        double[] share,
        double[] deviation) {
    private static final int PARAMETERS = 5;

    /** Draws scores from the prior. */
    static FieldLatents draw(FieldPrior prior, RandomKey key) {
        UniformRandomProvider uniform = key.fold("kind").stream();
        int kind = uniform.nextInt(prior.smoothness().size());
        boolean local = uniform.nextDouble() < prior.local();
        return new FieldLatents(
                kind,
                local,
                uniform.nextDouble(),
                normals(key.fold("mean"), 1)[0],
                normals(key.fold("parameters"), PARAMETERS),
                normals(key.fold("other parameters"), PARAMETERS),
                normals(key.fold("share"), SmoothMap.SCORES),
                normals(key.fold("deviation"), SmoothMap.SCORES));
    }

    /** Returns these scores with the kind, the extent, and whether the covariance changes, of others. */
    FieldLatents kindOf(FieldLatents other) {
        return new FieldLatents(other.kind, other.local, other.extent, mean, first, second, share, deviation);
    }

    /** Returns these scores with the second covariance and the maps of others. */
    FieldLatents mapsOf(FieldLatents other) {
        return new FieldLatents(kind, local, extent, mean, first, other.second, other.share, other.deviation);
    }

    /**
     * Returns these scores with some of them moved toward others by z' = sqrt(1 - b^2) z + b e.
     *
     * @param other e
     * @param b the size of the move, in (0, 1]
     */
    FieldLatents moved(FieldLatents other, double b, boolean ofFirst, boolean ofSecond, boolean ofMaps) {
        return new FieldLatents(
                kind,
                local,
                extent,
                mean,
                ofFirst ? moved(first, other.first, b) : first,
                ofSecond ? moved(second, other.second, b) : second,
                ofMaps ? moved(share, other.share, b) : share,
                ofMaps ? moved(deviation, other.deviation, b) : deviation);
    }

    private static double[] moved(double[] scores, double[] fresh, double b) {
        double kept = Math.sqrt(1 - b * b);
        double[] moved = new double[scores.length];
        Arrays.setAll(moved, i -> kept * scores[i] + b * fresh[i]);
        return moved;
    }

    /** Returns independent numbers from N(0, 1). */
    static double[] normals(RandomKey key, int count) {
        double[] numbers = new double[count];
        Normals.fill(key, numbers);
        return numbers;
    }
}
