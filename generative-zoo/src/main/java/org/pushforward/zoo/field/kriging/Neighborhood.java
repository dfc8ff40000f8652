package org.pushforward.zoo.field.kriging;

import java.util.stream.IntStream;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.FieldCovariance;

/**
 * Kriging from only the gauges near each place, for more gauges than dense algebra can handle or a mean that is only locally constant.
 *
 * <p>A trend with p > 0 unknown coefficients needs p + 1 gauges; if fewer lie within the radius, the nearest ones beyond it are used too.
 * A known trend needs no gauges: without any, the prediction is the prior.
 *
 * @param nearest the largest number of gauges to use
 * @param radius the largest distance of the gauges, in the unit of the places; infinite for no limit
 */
public record Neighborhood(int nearest, double radius) {
    /** Refuses an empty neighborhood. */
    public Neighborhood {
        if (nearest < 1 || !(radius > 0)) {
            throw new IllegalArgumentException("neighborhood of " + nearest + " gauges within " + radius
                    + ": expected at least 1 gauge and a radius above 0");
        }
    }

    /** Returns the neighborhood of the nearest gauges at any distance. */
    public static Neighborhood of(int nearest) {
        return new Neighborhood(nearest, Double.POSITIVE_INFINITY);
    }

    /**
     * Returns a predictor that uses the gauges near each place.
     *
     * @throws IllegalArgumentException if the neighborhood or the number of gauges is too small for the trend
     */
    public Predictor kriging(FieldCovariance covariance, Trend trend, Measurements gauges) {
        int least = trend.size() == 0 ? 0 : trend.size() + 1;
        if (nearest < least || gauges.count() < trend.size()) {
            throw new IllegalArgumentException("neighborhoods of " + nearest + " among " + gauges.count()
                    + " gauges with a trend of " + trend.size() + " unknown coefficients: expected at least " + least
                    + " gauges each");
        }
        NearestPlaces index = new NearestPlaces(gauges.places());
        return places -> {
            double[] mean = new double[places.count()];
            double[] variance = new double[places.count()];
            IntStream.range(0, places.count()).parallel().forEach(place -> {
                int[] near = index.nearest(places.x(place), places.y(place), nearest, radius, least);
                Places here = places.select(place);
                NormalPrediction one = near.length == 0
                        ? prior(covariance, trend, here)
                        : Kriging.of(covariance, trend, gauges.select(near)).predict(here);
                mean[place] = one.mean()[0];
                variance[place] = one.variance()[0];
            });
            return new NormalPrediction(mean, variance);
        };
    }

    private static NormalPrediction prior(FieldCovariance covariance, Trend trend, Places here) {
        double variance = covariance.variance(here.x(0), here.y(0));
        return new NormalPrediction(new double[] {trend.known(here, 0)}, new double[] {variance});
    }
}
