package org.pushforward.benchmark.infer.study;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.metrics.field.RadialSpectrum;
import org.pushforward.metrics.field.RadialVariogram;
import org.pushforward.metrics.field.Ring;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Spectra and variograms of draws and of the truth, divided by the variance of the truth's cells. Draws of a posterior have the same
 * expectation as the truth.
 *
 * @param drawnPower the mean power of the draws at low, middle and high frequencies
 * @param truePower that of the truth
 * @param drawnVariogram the variogram of the draws at the {@link #distances}
 * @param trueVariogram that of the truth
 */
public record Texture(
        List<Double> drawnPower, List<Double> truePower, List<Double> drawnVariogram, List<Double> trueVariogram) {
    /** The bounds of low, middle and high frequencies, in cycles per cell. */
    private static final double[] FREQUENCIES = {0.01, 0.1, 0.25, 1};

    private static final int[] DISTANCES = {1, 4, 8};

    /** Returns the distances of a variogram in cells: 1, 4 and 8, or the largest of a smaller field. */
    static List<Integer> distances(int rows, int columns) {
        int longest = Math.min(rows, columns) - 1;
        return Arrays.stream(DISTANCES)
                .mapToObj(distance -> Math.min(distance, longest))
                .toList();
    }

    /**
     * Returns the texture of draws.
     *
     * @param draws the draws, [count, rows, columns]
     * @param truth the truth, row by row
     */
    static Texture of(HostArray draws, double... truth) {
        int rows = draws.shape().dim(1);
        int columns = draws.shape().dim(2);
        double mean = Arrays.stream(truth).average().orElseThrow();
        double variance = Arrays.stream(truth).map(v -> (v - mean) * (v - mean)).sum() / truth.length;
        double unit = variance > 0 ? 1 / variance : 1;
        HostArray drawn = draws.reshape(Shape.of(draws.shape().dim(0), truth.length));
        HostArray actual = HostArray.wrap(Shape.of(1, truth.length), truth.clone());
        return new Texture(
                power(drawn, rows, columns, unit),
                power(actual, rows, columns, unit),
                variogram(drawn, rows, columns, unit),
                variogram(actual, rows, columns, unit));
    }

    private static List<Double> power(HostArray fields, int rows, int columns, double unit) {
        List<Ring> rings = RadialSpectrum.of(fields, rows, columns).rings();
        return IntStream.range(0, FREQUENCIES.length - 1)
                .mapToObj(band -> unit
                        * rings.stream()
                                .filter(ring ->
                                        ring.radius() >= FREQUENCIES[band] && ring.radius() < FREQUENCIES[band + 1])
                                .mapToDouble(ring -> ring.terms() * ring.value().mean())
                                .sum()
                        / rows
                        / columns)
                .toList();
    }

    private static List<Double> variogram(HostArray fields, int rows, int columns, double unit) {
        List<Integer> distances = distances(rows, columns);
        List<Ring> rings = RadialVariogram.of(fields, rows, columns, Collections.max(distances))
                .rings();
        return distances.stream()
                .map(distance -> unit
                        * rings.stream()
                                .min((a, b) -> Double.compare(
                                        Math.abs(a.radius() - distance), Math.abs(b.radius() - distance)))
                                .orElseThrow()
                                .value()
                                .mean())
                .toList();
    }
}
