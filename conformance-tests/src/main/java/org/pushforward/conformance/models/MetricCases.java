package org.pushforward.conformance.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pushforward.backend.Backend;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.Expect;
import org.pushforward.conformance.check.Rule;
import org.pushforward.conformance.check.Tf32Rounding;
import org.pushforward.metrics.Directions;
import org.pushforward.metrics.DistanceFloor;
import org.pushforward.metrics.MaxSlicedDistance;
import org.pushforward.metrics.MaxSlicedWasserstein;
import org.pushforward.metrics.OneDimensionalWasserstein;
import org.pushforward.metrics.SlicedDistance;
import org.pushforward.metrics.SlicedWasserstein;
import org.pushforward.metrics.twosample.Classifier;
import org.pushforward.metrics.twosample.ClassifierTest;
import org.pushforward.metrics.twosample.ConvolutionalClassifier;
import org.pushforward.metrics.twosample.KernelTest;
import org.pushforward.metrics.twosample.NetworkClassifier;
import org.pushforward.metrics.twosample.TwoSampleResult;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Cases of sliced Wasserstein distances, classifiers and kernel tests. Samples are float32, so that every engine takes part; the formula that they are
 * compared with is evaluated in float64 on the host.
 */
public final class MetricCases {
    private static final HostArray X = RandomKey.of(1).normal(Shape.of(500, 6));
    private static final HostArray Y = scaled(RandomKey.of(2).normal(Shape.of(500, 6)), 1.5f, 0.2f);
    private static final HostArray Z = scaled(RandomKey.of(3).normal(Shape.of(500, 6)), 0.7f, -0.4f);
    private static final HostArray ALIKE = RandomKey.of(16).normal(Shape.of(500, 6));
    private static final HostArray DIRECTIONS = Directions.uniform(RandomKey.of(4), 40, 6);

    private MetricCases() {}

    /** Returns the checks of distances, classifiers and kernel tests. */
    public static List<Check> all() {
        Rule formula = Rule.required(
                "SCORE-FORMULA",
                "A sliced distance is the formula of sorted projections, averaged over the given directions.");
        Rule metric = Rule.required(
                "SCORE-METRIC",
                "A sliced distance is a metric: zero between equal samples, symmetric, and subject to the triangle inequality.");
        List<Check> checks = new ArrayList<>();
        for (double order : new double[] {1, 2, 2.5}) {
            checks.add(Check.of(formula, "order " + order, backend -> isTheFormulaOfSortedProjections(backend, order)));
        }
        for (double order : new double[] {1, 2}) {
            checks.add(Check.of(metric, "order " + order, backend -> isAMetric(backend, order)));
        }
        checks.add(Check.required(
                "SCORE-SHIFT",
                "The distance between a sample and its translation is the component of the translation along each direction.",
                MetricCases::aTranslationIsItsComponentAlongEachDirection));
        checks.add(Check.required(
                "SCORE-ASCENT",
                "Gradient ascent over directions finds the full length of a translation.",
                MetricCases::ascentFindsTheFullTranslation));
        checks.add(Check.required(
                "SCORE-SIZES",
                "Samples of two sizes are compared by the coupling of their quantiles, along given directions and by ascent.",
                MetricCases::samplesOfTwoSizesAreCoupledByQuantiles));
        checks.add(Check.required(
                "SCORE-SCALE",
                "The ascent finds the distance of two points whatever their scale, also where squares overflow or vanish.",
                MetricCases::theAscentDoesNotDependOnScale));
        checks.add(Check.required(
                "SCORE-SAME-BITS",
                "The same directions give the same distance, bit for bit.",
                MetricCases::repeatsToTheBitWithTheSameDirections));
        checks.add(Check.required(
                "SCORE-CHUNKS",
                "Directions that run in several chunks give the distance that they give at once.",
                MetricCases::manyDirectionsInChunksAreTheSameAsFew));
        checks.add(Check.required(
                "SCORE-LARGEST",
                "The largest distance, found without sorting every projection, is the maximum over all directions, and is attained at the"
                        + " reported direction.",
                MetricCases::largestIsTheLargestOfAll));
        checks.add(Check.required(
                "SCORE-FLOOR",
                "The distance between two samples of one distribution is far below that between two distributions, and falls with the"
                        + " sample size.",
                MetricCases::floorIsFarBelowTheDistanceOfDifferentDistributions));
        checks.addAll(classifiers());
        checks.addAll(kernelTests());
        checks.add(Check.required(
                "SCORE-REFUSED",
                "Samples that cannot be compared are refused.",
                MetricCases::samplesThatCannotBeComparedAreRefused));
        return checks;
    }

    /**
     * Returns how far TF32 may move a distance between samples: a projection moves by at most 2^-9 of the length of its point, and a
     * distance by what the projections of both samples move.
     */
    private static double rounding(BackendUnderTest tested, HostArray... samples) {
        double longest = 0;
        for (HostArray sample : samples) {
            int columns = sample.shape().dim(1);
            for (int i = 0; i < sample.size(); i += columns) {
                double square = 0;
                for (int j = i; j < i + columns; j++) {
                    square += sample.get(j) * sample.get(j);
                }
                longest = Math.max(longest, Math.sqrt(square));
            }
        }
        return 2 * Tf32Rounding.share(tested, 2) * longest;
    }

    private static List<Check> classifiers() {
        Rule rule = Rule.required(
                "SCORE-CLASSIFIER",
                "A classifier that learns on the engine tells two distributions apart, and one distribution from itself only by chance.");
        return List.of(
                Check.of(
                        rule,
                        "perceptron",
                        backend -> aClassifierTellsSamplesApart(
                                new NetworkClassifier(backend.backend(), 30), X, Y, ALIKE)),
                Check.of(
                        rule,
                        "convolutions",
                        backend -> aClassifierTellsSamplesApart(
                                ConvolutionalClassifier.on(backend.backend(), 4, 4),
                                stripes(20, 1),
                                stripes(21, 5),
                                stripes(22, 1))));
    }

    private static List<Check> kernelTests() {
        Rule rule = Rule.required(
                "SCORE-KERNEL",
                "A kernel test on the engine has the statistic and the p-value that it has on the host, from the same key.");
        List<Check> checks = new ArrayList<>();
        for (KernelTest.Kernel kernel : KernelTest.Kernel.values()) {
            String name = kernel.name().toLowerCase(Locale.ROOT);
            checks.add(Check.of(rule, name, backend -> aKernelTestHasTheNumbersOfTheHost(backend, kernel)));
        }
        return checks;
    }

    private static void isTheFormulaOfSortedProjections(BackendUnderTest tested, double order) {
        Backend backend = tested.backend();
        double sum = 0;
        double largest = 0;
        for (int k = 0; k < 40; k++) {
            double along = OneDimensionalWasserstein.distance(projected(X, k), projected(Y, k), order);
            sum += Math.pow(along, order) / 40;
            largest = Math.max(largest, along);
        }

        SlicedDistance distance = new SlicedWasserstein(backend, order).distance(X, Y, DIRECTIONS);

        Expect.equal("the number of directions", distance.directions(), 40);
        Expect.close("the sliced distance", distance.sliced(), Math.pow(sum, 1 / order), 2e-6 + rounding(tested, X, Y));
        Expect.close("the largest distance", distance.maxSliced(), largest, 2e-6 + rounding(tested, X, Y));
        Expect.positive("the standard error", distance.standardError());
        Expect.less("the standard error", distance.standardError(), distance.sliced());
    }

    private static void aTranslationIsItsComponentAlongEachDirection(BackendUnderTest tested) {
        Backend backend = tested.backend();
        // Multiples of 1/16, so that the translation itself is not rounded.
        float[] points = new float[200 * 2];
        float[] moved = new float[200 * 2];
        int[] whole = RandomKey.of(5).integers(100, points.length);
        for (int i = 0; i < points.length; i++) {
            points[i] = whole[i] / 16f;
            moved[i] = points[i] + (i % 2 == 0 ? 3 : 4);
        }
        HostArray axes = HostArray.of(Shape.of(3, 2), 1.0, 0, 0, 1, 0.6, 0.8);

        HostArray before = HostArray.wrap(Shape.of(200, 2), points);
        HostArray after = HostArray.wrap(Shape.of(200, 2), moved);
        SlicedDistance distance = new SlicedWasserstein(backend, 2).distance(before, after, axes);

        double allowed = 5e-6 + rounding(tested, before, after);
        Expect.close("the largest distance", distance.maxSliced(), 5, allowed);
        Expect.close("the sliced distance", distance.sliced(), Math.sqrt((9 + 16 + 25) / 3.0), allowed);
    }

    private static void ascentFindsTheFullTranslation(BackendUnderTest tested) {
        MaxSlicedWasserstein ascent = new MaxSlicedWasserstein(tested.backend(), 2, 3, 8);

        MaxSlicedDistance distance = ascent.distance(X, scaled(X, 1, 0.5f), RandomKey.of(12));

        Expect.close("the largest distance", distance.distance(), 0.5 * Math.sqrt(6), 5e-6 + rounding(tested, X));
        Expect.less("the distance before the ascent", distance.first(), distance.distance() - 0.1);
    }

    private static void samplesOfTwoSizesAreCoupledByQuantiles(BackendUnderTest tested) {
        HostArray fewer = Y.rows(0, 320);
        double sum = 0;
        for (int k = 0; k < 40; k++) {
            double along = OneDimensionalWasserstein.distance(projected(X, k), projected(fewer, k), 2);
            sum += along * along / 40;
        }

        SlicedDistance distance = new SlicedWasserstein(tested.backend(), 2).distance(X, fewer, DIRECTIONS);
        MaxSlicedDistance ascent =
                new MaxSlicedWasserstein(tested.backend(), 2, 3, 8).distance(X, fewer, RandomKey.of(12));

        Expect.close("the sliced distance", distance.sliced(), Math.sqrt(sum), 2e-6 + rounding(tested, X, fewer));
        double found = new SlicedWasserstein(tested.backend(), 2)
                .distance(X, fewer, ascent.direction())
                .sliced();
        Expect.close(
                "the distance along the direction that ascent found",
                ascent.distance(),
                found,
                5e-6 + rounding(tested, X, fewer));
        Expect.less("the distance before the ascent", ascent.first(), ascent.distance() + 1e-9);
    }

    private static void theAscentDoesNotDependOnScale(BackendUnderTest tested) {
        MaxSlicedWasserstein ascent = new MaxSlicedWasserstein(tested.backend(), 2, 2, 5);
        for (float scale : new float[] {1e9f, 1e-10f, 1e19f, 1e-23f}) {
            HostArray origin = HostArray.of(Shape.of(1, 2), 0f, 0f);
            HostArray point = HostArray.of(Shape.of(1, 2), 3 * scale, 4 * scale);

            double distance = ascent.distance(origin, point, RandomKey.of(3)).distance();

            Expect.close(
                    "the distance of points " + scale + " (3, 4) apart, over 5 of that",
                    distance / (5 * scale),
                    1,
                    5e-6 + rounding(tested, HostArray.of(Shape.of(1, 2), 0.6, 0.8)));
        }
    }

    private static void isAMetric(BackendUnderTest tested, double order) {
        Backend backend = tested.backend();
        SlicedWasserstein metric = new SlicedWasserstein(backend, order);
        double xy = metric.distance(X, Y, DIRECTIONS).sliced();
        double yx = metric.distance(Y, X, DIRECTIONS).sliced();
        double xz = metric.distance(X, Z, DIRECTIONS).sliced();
        double zy = metric.distance(Z, Y, DIRECTIONS).sliced();

        double same = metric.distance(X, reversed(X), DIRECTIONS).sliced();
        Expect.close("the distance between a sample and itself in another order", same, 0, 2e-6 + rounding(tested, X));
        Expect.positive("the distance from X to Y", xy);
        Expect.close("the distance from X to Y and from Y to X", xy, yx, 1e-6 + rounding(tested, X, Y));
        Expect.less("the distance from X to Y, and by way of Z", xy, xz + zy);
        Expect.less("the distance from X to Z, and by way of Y", xz, xy + zy);
        Expect.less("the distance from Z to Y, and by way of X", zy, xz + xy);
    }

    private static void repeatsToTheBitWithTheSameDirections(BackendUnderTest tested) {
        Backend backend = tested.backend();
        SlicedWasserstein metric = new SlicedWasserstein(backend, 2);
        SlicedDistance distance = metric.distance(X, Y, 40, RandomKey.of(4));

        Expect.equal("the distance along the same directions", metric.distance(X, Y, DIRECTIONS), distance);
        Expect.different("the distance along others", metric.distance(X, Y, 40, RandomKey.of(6)), distance);
    }

    private static void manyDirectionsInChunksAreTheSameAsFew(BackendUnderTest tested) {
        Backend backend = tested.backend();
        // So many points that a run takes at most 20 directions: two runs of 11, for these 21.
        HostArray first = RandomKey.of(7).normal(Shape.of(200_000, 2));
        HostArray second = RandomKey.of(8).normal(Shape.of(200_000, 2));
        HostArray many = Directions.uniform(RandomKey.of(9), 21, 2);
        SlicedWasserstein metric = new SlicedWasserstein(backend, 2);
        SlicedDistance some = metric.distance(first, second, many.rows(0, 11));
        SlicedDistance others = metric.distance(first, second, many.rows(11, 21));
        double mean = (11 * Math.pow(some.sliced(), 2) + 10 * Math.pow(others.sliced(), 2)) / 21;

        SlicedDistance all = metric.distance(first, second, many);

        Expect.close("the sliced distance", all.sliced(), Math.sqrt(mean), 1e-6 + rounding(tested, first, second));
        Expect.close(
                "the largest distance",
                all.maxSliced(),
                Math.max(some.maxSliced(), others.maxSliced()),
                1e-6 + rounding(tested, first, second));
    }

    private static void largestIsTheLargestOfAll(BackendUnderTest tested) {
        SlicedWasserstein metric = new SlicedWasserstein(tested.backend(), 2);
        // So many points that bounds are used, which rule most of these directions out.
        HostArray first = RandomKey.of(13).normal(Shape.of(3000, 6));
        HostArray second = RandomKey.of(14).normal(Shape.of(3000, 6));

        MaxSlicedDistance largest = metric.largest(first, second, DIRECTIONS);

        double maximum = metric.distance(first, second, DIRECTIONS).maxSliced();
        Expect.equal("the largest distance", largest.distance(), maximum);
        // A product with one direction may be rounded differently from a product with many.
        double along = metric.distance(first, second, largest.direction()).maxSliced();
        Expect.close(
                "the distance along the reported direction",
                along,
                largest.distance(),
                2e-6 + rounding(tested, first, second));
    }

    private static void floorIsFarBelowTheDistanceOfDifferentDistributions(BackendUnderTest tested) {
        Backend backend = tested.backend();
        HostArray data = RandomKey.of(10).normal(Shape.of(8000, 6));
        DistanceFloor floor = new DistanceFloor(new SlicedWasserstein(backend, 2), DIRECTIONS);
        double small = floor.floor(data, 500, RandomKey.of(11)).sliced();
        double large = floor.floor(data, 4000, RandomKey.of(11)).sliced();

        double different = floor.distance().distance(X, Y, DIRECTIONS).sliced();
        Expect.less("the floor for 4000 points", large, small / 1.5);
        Expect.less("the floor for 500 points", small, different / 2);
    }

    private static void samplesThatCannotBeComparedAreRefused(BackendUnderTest tested) {
        Backend backend = tested.backend();
        SlicedWasserstein metric = new SlicedWasserstein(backend, 2);

        refused(
                "samples of different dimensions",
                () -> metric.distance(X, Y.reshape(Shape.of(1000, 3)), DIRECTIONS),
                "f32[500, 6] and f32[1000, 3]");
        refused("a sample with NaN", () -> metric.distance(X, scaled(Y, Float.NaN, 0), DIRECTIONS), "NaN");
        refused(
                "directions of another dimension",
                () -> metric.distance(X, Y, DIRECTIONS.reshape(Shape.of(80, 3))),
                "[k, 6]");
        refused("an order below 1", () -> new SlicedWasserstein(backend, 0.5), "order p = 0.5");
    }

    private static void aClassifierTellsSamplesApart(
            Classifier classifier, HostArray first, HostArray other, HostArray same) {
        ClassifierTest test = new ClassifierTest(classifier, 2);
        RandomKey key = RandomKey.of(15);
        double apart = test.test(first, other, key).area();
        Expect.less("one half, and ten standard errors of chance,", 0.5 + 10 * chance(first, other), apart);
        Expect.equal("the area of a second test", test.test(first, other, key).area(), apart);
        double alike = test.test(first, same, key).area();
        Expect.close("the area for one distribution", alike, 0.5, 4 * chance(first, same));
    }

    /** Kernel values of the host have 24 bits, so the statistics differ by less than the rounding error of one value. */
    private static void aKernelTestHasTheNumbersOfTheHost(BackendUnderTest tested, KernelTest.Kernel kernel) {
        KernelTest host = new KernelTest(kernel, 199);
        for (HostArray other : List.of(ALIKE, Y)) {
            HostArray fewer = other.rows(0, 320);
            TwoSampleResult found = host.on(tested.backend()).test(X, fewer, RandomKey.of(17));
            TwoSampleResult expected = host.test(X, fewer, RandomKey.of(17));
            Expect.close("the statistic", found.statistic(), expected.statistic(), 1e-7);
            Expect.equal("the p-value", found.pValue(), expected.pValue());
        }
        // The corners of a simplex have equal distances, so every labeling reaches the statistic.
        HostArray corners = HostArray.of(Shape.of(2, 4), 1.0, 0, 0, 0, 0, 1, 0, 0);
        HostArray others = HostArray.of(Shape.of(2, 4), 0.0, 0, 1, 0, 0, 0, 0, 1);
        double pValue = host.on(tested.backend())
                .test(corners, others, RandomKey.of(18))
                .pValue();
        Expect.equal("the p-value where every labeling has the same statistic", pValue, 1.0);
        // Two points, one of them six times. No rounding error of a product may pass for a distance.
        HostArray same = X.take(0, 0, 0, 0);
        HostArray mixed = X.take(0, 0, 1, 1);
        Expect.close(
                "the statistic of points that coincide",
                host.on(tested.backend()).test(same, mixed, RandomKey.of(19)).statistic(),
                host.test(same, mixed, RandomKey.of(19)).statistic(),
                1e-7);
    }

    /** Returns the standard error of the area between samples of one distribution, sqrt((n + m + 1) / (12 n m)). */
    private static double chance(HostArray first, HostArray second) {
        double n = first.shape().dim(0);
        double m = second.shape().dim(0);
        return Math.sqrt((n + m + 1) / (12 * n * m));
    }

    /**
     * Returns Gaussian fields of 4 x 4 cells in which a cell and the one a number of places further on in a grid of 5 x 5 share half
     * of their noise: 1 for the neighbor in the row, 5 for that in the column.
     */
    private static HostArray stripes(int seed, int step) {
        int count = 150;
        float[] noise = RandomKey.of(seed).normal(Shape.of(count * 25)).toFloats();
        float[] fields = new float[count * 16];
        for (int i = 0; i < fields.length; i++) {
            int place = i / 16 * 25 + i % 16 / 4 * 5 + i % 4;
            fields[i] = noise[place] + noise[place + step];
        }
        return HostArray.wrap(Shape.of(count, 16), fields);
    }

    private static void refused(String what, Expect.Action action, String part) {
        Expect.refusal(what, IllegalArgumentException.class, action, part);
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
