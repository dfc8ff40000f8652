package org.pushforward.benchmark.report;

import java.util.function.ToDoubleFunction;

/**
 * Distances between two sets of samples; NaN if a distance could not be computed.
 *
 * @param slicedWasserstein the sliced Wasserstein distance of order 2: the root mean square over directions of the distance along each
 * @param maxSlicedWasserstein the largest distance along any of the same directions
 */
public record Scores(double slicedWasserstein, double maxSlicedWasserstein) {

    /** A kind of distance. */
    public enum DistanceKind {
        /** The root mean square over directions. */
        SLICED("sliced W₂", Scores::slicedWasserstein),
        /** The largest over directions. */
        MAX_SLICED("max-sliced W₂", Scores::maxSlicedWasserstein);

        private final String title;
        private final ToDoubleFunction<Scores> number;

        DistanceKind(String title, ToDoubleFunction<Scores> number) {
            this.title = title;
            this.number = number;
        }

        /** Returns the name for readers. */
        public String title() {
            return title;
        }

        /** Returns the distance of this kind. */
        public double of(Scores scores) {
            return number.applyAsDouble(scores);
        }
    }
}
