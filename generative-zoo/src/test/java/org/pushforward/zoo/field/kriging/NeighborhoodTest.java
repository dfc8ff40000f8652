package org.pushforward.zoo.field.kriging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.pushforward.zoo.field.kriging.KrigingCases.COVARIANCE;
import static org.pushforward.zoo.field.kriging.KrigingCases.gauges;
import static org.pushforward.zoo.field.kriging.KrigingCases.places;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;

/** Checks kriging from the nearest gauges. */
class NeighborhoodTest {
    @Test
    void neighborhoodsTakeTheNearest() {
        Places many = places(500, 20);
        NearestPlaces index = new NearestPlaces(many);
        for (int k = 0; k < 50; k++) {
            double x = many.x(k) + 0.3;
            double y = many.y(k) - 0.2;
            Integer[] sorted = IntStream.range(0, 500).boxed().toArray(Integer[]::new);
            Arrays.sort(
                    sorted,
                    (a, b) -> Double.compare(
                            Math.hypot(many.x(a) - x, many.y(a) - y), Math.hypot(many.x(b) - x, many.y(b) - y)));
            int[] expected =
                    Arrays.stream(sorted).limit(7).mapToInt(Integer::intValue).toArray();
            assertThat(index.nearest(x, y, 7, Double.POSITIVE_INFINITY, 0)).containsExactly(expected);
        }
        assertThat(index.nearest(100, 100, 7, 3, 0)).isEmpty();
        assertThat(index.nearest(100, 100, 7, 3, 2)).hasSize(2);
    }

    @Test
    void everyPlaceIsTheNearestToItself() {
        for (int count = 1; count < 40; count++) {
            Places some = places(count, 200 + count);
            NearestPlaces index = new NearestPlaces(some);
            for (int i = 0; i < count; i++) {
                assertThat(index.nearest(some.x(i), some.y(i), 1, 0, 0)).containsExactly(i);
                assertThat(index.nearest(some.x(i), some.y(i), count, Double.POSITIVE_INFINITY, 0))
                        .hasSize(count);
            }
        }
    }

    @Test
    void equallyNearPlacesAreInTheirOrder() {
        Places square = Places.of(new double[] {5, 5, -5, -5, 3, -3}, new double[] {5, -5, -5, 5, -4, 4});
        NearestPlaces index = new NearestPlaces(square);
        assertThat(index.nearest(0, 0, 6, 100, 0)).containsExactly(4, 5, 0, 1, 2, 3);
        // The radius is the largest distance.
        assertThat(index.nearest(0, 0, 6, 5, 0)).containsExactly(4, 5);
    }

    @Test
    void aNeighborhoodIsKrigingFromItsGauges() {
        Measurements gauges = gauges(200, 22);
        Places asked = places(20, 23);
        NormalPrediction near = new Neighborhood(12, 1.1)
                .kriging(COVARIANCE, Trend.constant(), gauges)
                .predict(asked);
        for (int k = 0; k < 20; k++) {
            double x = asked.x(k);
            double y = asked.y(k);
            int[] chosen = IntStream.range(0, 200)
                    .boxed()
                    .filter(i -> distance(gauges.places(), i, x, y) <= 1.1)
                    .sorted(Comparator.comparingDouble(i -> distance(gauges.places(), i, x, y)))
                    .limit(12)
                    .mapToInt(Integer::intValue)
                    .toArray();
            NormalPrediction one = Kriging.of(COVARIANCE, Trend.constant(), gauges.select(chosen))
                    .predict(asked.select(k));
            assertThat(near.mean()[k]).isCloseTo(one.mean()[0], within(1e-12));
            assertThat(near.variance()[k]).isCloseTo(one.variance()[0], within(1e-12));
        }
    }

    private static double distance(Places places, int i, double x, double y) {
        return Math.hypot(places.x(i) - x, places.y(i) - y);
    }

    @Test
    void neighborhoodsTooSmallForTheTrendAreRefused() {
        Measurements one = Measurements.of(Places.of(new double[] {0}, new double[] {0}), 6);
        Places asked = Places.of(new double[] {1}, new double[] {0});
        assertThat(Neighborhood.of(2)
                        .kriging(COVARIANCE, Trend.constant(), one)
                        .predict(asked)
                        .mean())
                .containsExactly(6);
        Measurements two = gauges(2, 24);
        assertThatThrownBy(() -> Neighborhood.of(4).kriging(COVARIANCE, Trend.polynomial(1), two))
                .hasMessageContaining("neighborhoods of 4 among 2 gauges");
        assertThatThrownBy(() -> Neighborhood.of(0)).hasMessageContaining("neighborhood of 0 gauges");
        assertThatThrownBy(() -> new Neighborhood(3, 0)).hasMessageContaining("within 0.0");
    }
}
