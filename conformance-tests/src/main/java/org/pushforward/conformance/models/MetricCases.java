package org.pushforward.conformance.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.backend.Backend;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.Rule;
import org.pushforward.metrics.Directions;
import org.pushforward.metrics.Floor;
import org.pushforward.metrics.MaxSlicedDistance;
import org.pushforward.metrics.MaxSlicedWasserstein;
import org.pushforward.metrics.OneDimensionalWasserstein;
import org.pushforward.metrics.SlicedDistance;
import org.pushforward.metrics.SlicedWasserstein;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * The distances that engines compute. Samples are float32, so that every engine takes part; the sorted formula that they are
 * held against is taken in float64 on the host.
 */
public final class MetricCases {
    private static final HostArray X = RandomKey.of(1).normal(Shape.of(500, 6));
    private static final HostArray Y = scaled(RandomKey.of(2).normal(Shape.of(500, 6)), 1.5f, 0.2f);
    private static final HostArray Z = scaled(RandomKey.of(3).normal(Shape.of(500, 6)), 0.7f, -0.4f);
    private static final HostArray DIRECTIONS = Directions.uniform(RandomKey.of(4), 40, 6);

    private MetricCases() {}

    /** Returns the checks of distances. */
    public static List<Check> all() {
        Rule formula = Rule.required(
                "SCORE-FORMULA",
                "A sliced distance is the sorted formula along each of the directions that are given.");
        Rule metric = Rule.required(
                "SCORE-METRIC", "A sliced distance is zero, symmetric and shorter than any detour, as a metric is.");
        List<Check> checks = new ArrayList<>();
        for (double order : new double[] {1, 2, 2.5}) {
            checks.add(Check.of(
                    formula, "order " + order, backend -> isTheSortedFormulaAlongEachDirection(backend, order)));
        }
        for (double order : new double[] {1, 2}) {
            checks.add(Check.of(metric, "order " + order, backend -> isAMetric(backend, order)));
        }
        checks.add(Check.required(
                "SCORE-SHIFT",
                "A shift costs its component along each direction.",
                MetricCases::aShiftCostsItsComponentAlongEachDirection));
        checks.add(Check.required(
                "SCORE-ASCENT",
                "Ascent along gradients through the sorting of projections finds the whole of a shift.",
                MetricCases::ascentFindsTheWholeOfAShift));
        checks.add(Check.required(
                "SCORE-SAME-BITS",
                "The same directions give the same distance, bit by bit.",
                MetricCases::repeatsToTheBitWithTheSameDirections));
        checks.add(Check.required(
                "SCORE-CHUNKS",
                "Directions that run in several chunks give what they would give at once.",
                MetricCases::manyDirectionsInChunksAreTheSameAsFew));
        checks.add(Check.required(
                "SCORE-LARGEST",
                "The largest distance, found without sorting every projection, is the largest of all, and its direction's.",
                MetricCases::largestIsTheLargestOfAll));
        checks.add(Check.required(
                "SCORE-FLOOR",
                "The distance between two samples of one law is far below that of two laws, and falls with their size.",
                MetricCases::floorIsFarBelowTheDistanceOfDifferentLawsAndFallsWithTheirSize));
        checks.add(Check.required(
                "SCORE-REFUSED",
                "Samples that cannot be compared are refused.",
                MetricCases::samplesThatCannotBeComparedAreRefused));
        return checks;
    }

    private static void isTheSortedFormulaAlongEachDirection(BackendUnderTest tested, double order) {
        Backend backend = tested.backend();
        double sum = 0;
        double largest = 0;
        for (int k = 0; k < 40; k++) {
            double along = OneDimensionalWasserstein.distance(projected(X, k), projected(Y, k), order);
            sum += Math.pow(along, order) / 40;
            largest = Math.max(largest, along);
        }

        SlicedDistance distance = new SlicedWasserstein(backend, order).distance(X, Y, DIRECTIONS);

        assertThat(distance.directions()).isEqualTo(40);
        assertThat(distance.sliced()).isCloseTo(Math.pow(sum, 1 / order), within(2e-6));
        assertThat(distance.maxSliced()).isCloseTo(largest, within(2e-6));
        assertThat(distance.standardError()).isPositive().isLessThan(distance.sliced());
    }

    private static void aShiftCostsItsComponentAlongEachDirection(BackendUnderTest tested) {
        Backend backend = tested.backend();
        // Whole numbers, so that the shift itself is not rounded.
        float[] points = new float[200 * 2];
        float[] moved = new float[200 * 2];
        int[] whole = RandomKey.of(5).integers(100, points.length);
        for (int i = 0; i < points.length; i++) {
            points[i] = whole[i] / 16f;
            moved[i] = points[i] + (i % 2 == 0 ? 3 : 4);
        }
        HostArray axes = HostArray.of(Shape.of(3, 2), 1.0, 0, 0, 1, 0.6, 0.8);

        SlicedDistance distance = new SlicedWasserstein(backend, 2)
                .distance(HostArray.wrap(Shape.of(200, 2), points), HostArray.wrap(Shape.of(200, 2), moved), axes);

        assertThat(distance.maxSliced()).isCloseTo(5, within(5e-6));
        assertThat(distance.sliced()).isCloseTo(Math.sqrt((9 + 16 + 25) / 3.0), within(5e-6));
    }

    private static void ascentFindsTheWholeOfAShift(BackendUnderTest tested) {
        MaxSlicedWasserstein ascent = new MaxSlicedWasserstein(tested.backend(), 2, 3, 8);

        MaxSlicedDistance distance = ascent.distance(X, scaled(X, 1, 0.5f), RandomKey.of(12));

        assertThat(distance.distance()).isCloseTo(0.5 * Math.sqrt(6), within(5e-6));
        assertThat(distance.first()).isLessThan(distance.distance() - 0.1);
    }

    private static void isAMetric(BackendUnderTest tested, double order) {
        Backend backend = tested.backend();
        SlicedWasserstein metric = new SlicedWasserstein(backend, order);
        double xy = metric.distance(X, Y, DIRECTIONS).sliced();
        double yx = metric.distance(Y, X, DIRECTIONS).sliced();
        double xz = metric.distance(X, Z, DIRECTIONS).sliced();
        double zy = metric.distance(Z, Y, DIRECTIONS).sliced();

        assertThat(metric.distance(X, reversed(X), DIRECTIONS).sliced()).isCloseTo(0, within(2e-6));
        assertThat(xy).isPositive().isCloseTo(yx, within(1e-6));
        assertThat(xy).isLessThan(xz + zy);
        assertThat(xz).isLessThan(xy + zy);
        assertThat(zy).isLessThan(xz + xy);
    }

    private static void repeatsToTheBitWithTheSameDirections(BackendUnderTest tested) {
        Backend backend = tested.backend();
        SlicedWasserstein metric = new SlicedWasserstein(backend, 2);
        SlicedDistance distance = metric.distance(X, Y, 40, RandomKey.of(4));

        assertThat(metric.distance(X, Y, DIRECTIONS)).isEqualTo(distance);
        assertThat(metric.distance(X, Y, 40, RandomKey.of(6))).isNotEqualTo(distance);
    }

    private static void manyDirectionsInChunksAreTheSameAsFew(BackendUnderTest tested) {
        Backend backend = tested.backend();
        // So many points that a run takes 20 directions at most: two runs of 11 of these 21.
        HostArray first = RandomKey.of(7).normal(Shape.of(200_000, 2));
        HostArray second = RandomKey.of(8).normal(Shape.of(200_000, 2));
        HostArray many = Directions.uniform(RandomKey.of(9), 21, 2);
        SlicedWasserstein metric = new SlicedWasserstein(backend, 2);
        SlicedDistance some = metric.distance(first, second, many.rows(0, 11));
        SlicedDistance others = metric.distance(first, second, many.rows(11, 21));
        double mean = (11 * Math.pow(some.sliced(), 2) + 10 * Math.pow(others.sliced(), 2)) / 21;

        SlicedDistance all = metric.distance(first, second, many);

        assertThat(all.sliced()).isCloseTo(Math.sqrt(mean), within(1e-6));
        assertThat(all.maxSliced()).isCloseTo(Math.max(some.maxSliced(), others.maxSliced()), within(1e-6));
    }

    private static void largestIsTheLargestOfAll(BackendUnderTest tested) {
        SlicedWasserstein metric = new SlicedWasserstein(tested.backend(), 2);
        // So many points that bounds are taken, which most of these directions end with.
        HostArray first = RandomKey.of(13).normal(Shape.of(3000, 6));
        HostArray second = RandomKey.of(14).normal(Shape.of(3000, 6));

        MaxSlicedDistance largest = metric.largest(first, second, DIRECTIONS);

        assertThat(largest.distance())
                .isEqualTo(metric.distance(first, second, DIRECTIONS).maxSliced());
        // A product with one direction may be rounded otherwise than one with many.
        assertThat(metric.distance(first, second, largest.direction()).maxSliced())
                .isCloseTo(largest.distance(), within(2e-6));
    }

    private static void floorIsFarBelowTheDistanceOfDifferentLawsAndFallsWithTheirSize(BackendUnderTest tested) {
        Backend backend = tested.backend();
        HostArray data = RandomKey.of(10).normal(Shape.of(8000, 6));
        Floor floor = new Floor(new SlicedWasserstein(backend, 2), DIRECTIONS);
        double small = floor.floor(data, 500, RandomKey.of(11)).sliced();
        double large = floor.floor(data, 4000, RandomKey.of(11)).sliced();

        assertThat(large).isLessThan(small / 1.5);
        assertThat(small).isLessThan(floor.distance().distance(X, Y, DIRECTIONS).sliced() / 2);
    }

    private static void samplesThatCannotBeComparedAreRefused(BackendUnderTest tested) {
        Backend backend = tested.backend();
        SlicedWasserstein metric = new SlicedWasserstein(backend, 2);

        assertThatThrownBy(() -> metric.distance(X, Y.rows(0, 499), DIRECTIONS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("f32[500, 6] and f32[499, 6]");
        assertThatThrownBy(() -> metric.distance(X, scaled(Y, Float.NaN, 0), DIRECTIONS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> metric.distance(X, Y, DIRECTIONS.reshape(Shape.of(80, 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[k, 6]");
        assertThatThrownBy(() -> new SlicedWasserstein(backend, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("order p = 0.5");
    }

    private static double[] projected(HostArray sample, int direction) {
        double[] projected = new double[sample.shape().dim(0)];
        for (int i = 0; i < projected.length; i++) {
            for (int j = 0; j < 6; j++) {
                projected[i] += sample.get(6 * i + j) * DIRECTIONS.get(6 * direction + j);
            }
        }
        return projected;
    }

    private static HostArray scaled(HostArray sample, float scale, float shift) {
        float[] values = sample.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] = scale * values[i] + shift;
        }
        return HostArray.wrap(sample.shape(), values);
    }

    private static HostArray reversed(HostArray sample) {
        float[] values = new float[sample.size()];
        int rows = sample.shape().dim(0);
        int width = sample.size() / rows;
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < width; j++) {
                values[row * width + j] = (float) sample.get((rows - 1 - row) * width + j);
            }
        }
        return HostArray.wrap(sample.shape(), values);
    }
}
