package org.pushforward.metrics.twosample;

import java.util.Arrays;
import org.pushforward.tensor.HostArray;

/**
 * Measures of whether generated points resemble real points and are as diverse. Each point has a ball that reaches to the k-th
 * nearest neighbor in its own sample.
 *
 * <p>For two samples of the same distribution, precision and recall are near 1, density is 1 on average, and coverage is about 1 -
 * 2^-k. Compare the values with those for two sets of real points. Time grows with (n + m)^2.
 *
 * <p>Kynkaanniemi et al., <i>Improved precision and recall metric for assessing generative models</i>, 2019; Naeem et al.,
 * <i>Reliable fidelity and diversity metrics for generative models</i>, 2020.
 *
 * @param precision the share of generated points inside the ball of a real point
 * @param recall the share of real points inside the ball of a generated point
 * @param density the mean number of balls of real points that contain a generated point, divided by k
 * @param coverage the share of real points whose ball contains a generated point
 */
public record NearestNeighbors(double precision, double recall, double density, double coverage) {

    /**
     * Compares.
     *
     * @param real real points, floating [n, d]
     * @param generated generated points, floating [m, d]
     * @param k the neighbor that a ball reaches to, 1 or more and below n and m
     * @throws IllegalArgumentException if samples cannot be compared, or k is out of range
     */
    public static NearestNeighbors of(HostArray real, HostArray generated, int k) {
        StandardizedPair pair = StandardizedPair.of(real, generated);
        double[][] x = pair.first();
        double[][] y = pair.second();
        if (k < 1 || k >= x.length || k >= y.length) {
            throw new IllegalArgumentException("neighbor " + k + " of samples of " + x.length + " and " + y.length
                    + " points: expected 1 to one less than both");
        }
        double[] xRadius = radii(x, k);
        double[] yRadius = radii(y, k);
        boolean[] xReached = new boolean[x.length];
        boolean[] xCovered = new boolean[x.length];
        int precise = 0;
        long balls = 0;
        for (int j = 0; j < y.length; j++) {
            int inside = 0;
            for (int i = 0; i < x.length; i++) {
                double distance = HostKernel.distance(x[i], y[j]);
                if (distance <= xRadius[i]) {
                    inside++;
                    xCovered[i] = true;
                }
                xReached[i] |= distance <= yRadius[j];
            }
            precise += inside > 0 ? 1 : 0;
            balls += inside;
        }
        return new NearestNeighbors(
                (double) precise / y.length, share(xReached), (double) balls / k / y.length, share(xCovered));
    }

    private static double[] radii(double[][] points, int k) {
        double[] radii = new double[points.length];
        double[] distances = new double[points.length];
        for (int i = 0; i < points.length; i++) {
            for (int j = 0; j < points.length; j++) {
                distances[j] = HostKernel.distance(points[i], points[j]);
            }
            Arrays.sort(distances);
            radii[i] = distances[k]; // The point itself is at 0.
        }
        return radii;
    }

    private static double share(boolean[] marks) {
        int count = 0;
        for (boolean mark : marks) {
            count += mark ? 1 : 0;
        }
        return (double) count / marks.length;
    }
}
