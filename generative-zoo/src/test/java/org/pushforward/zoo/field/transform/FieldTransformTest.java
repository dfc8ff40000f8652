package org.pushforward.zoo.field.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.pushforward.zoo.field.kriging.MixturePrediction;
import org.pushforward.zoo.field.kriging.NormalPrediction;
import org.pushforward.zoo.field.kriging.Prediction;

class FieldTransformTest {
    private static final double[] DATA = {0, 0, 0.5, 1, 1, 2, 3.5, 4, 7, 20};

    private final FieldTransform score = NormalScore.of(0, DATA);
    private final FieldTransform unbounded = NormalScore.of(Double.NEGATIVE_INFINITY, DATA);
    private final FieldTransform bounded = NormalScore.of(-2, DATA);
    private final FieldTransform tied = NormalScore.of(-2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 30);
    private final List<FieldTransform> transforms =
            List.of(new Logarithm(0.5), new SquareRoot(), score, unbounded, bounded, tied);

    @Test
    void inverseInverts() {
        double[] values = {0, 0.2, 1, 3, 19, 20, 50};
        for (FieldTransform transform : transforms) {
            double[] normal = transform.toNormal(values);
            assertThat(normal).isSorted().doesNotHaveDuplicates();
            assertThat(transform.toData(normal)).containsExactly(values, within(1e-12));
        }
        assertThat(unbounded.toData(unbounded.toNormal(-7))).isCloseTo(-7, within(1e-12));
        assertThat(bounded.toData(bounded.toNormal(-1.5))).isCloseTo(-1.5, within(1e-12));
        assertThat(bounded.toData(-100)).isEqualTo(-2);
    }

    @Test
    void momentsMatchIntegrals() {
        transforms.forEach(FieldTransformTest::compare);
    }

    private static void compare(FieldTransform transform) {
        for (double m : new double[] {-3, -0.4, 0.3, 2}) {
            double s = 0.7;
            double first = 0;
            double second = 0;
            double step = 1e-4;
            for (double z = m - 9 * s; z < m + 9 * s; z += step) {
                double mass = Math.exp(-0.5 * (z - m) * (z - m) / (s * s)) / (s * Math.sqrt(2 * Math.PI)) * step;
                double y = transform.toData(z);
                first += y * mass;
                second += y * y * mass;
            }
            assertThat(transform.mean(m, s * s)).isCloseTo(first, within(1e-7 * (1 + Math.abs(first))));
            assertThat(transform.secondMoment(m, s * s)).isCloseTo(second, within(1e-7 * (1 + second)));
            assertThat(transform.mean(m, 0)).isCloseTo(transform.toData(m), within(1e-12));
        }
    }

    @Test
    void meanOfACertainValueIsTheValue() {
        for (FieldTransform transform : transforms) {
            for (double y : DATA) {
                assertThat(transform.mean(transform.toNormal(y), 0)).isCloseTo(y, within(1e-12));
                assertThat(transform.secondMoment(transform.toNormal(y), 0)).isCloseTo(y * y, within(1e-11));
            }
        }
    }

    /** The probability that a standard normal number is above 10, from tables. */
    @Test
    void tailsKeepTheirDigits() {
        double tail = 7.619853024160527e-24;
        assertThat(NormalMoments.moment(0, 0, 1, 10, Double.POSITIVE_INFINITY)).isCloseTo(tail, within(1e-13 * tail));
        assertThat(NormalMoments.moment(0, 0, 1, Double.NEGATIVE_INFINITY, -10)).isCloseTo(tail, within(1e-13 * tail));
    }

    /** Of 40 squares, the outer tenth begins at the fourth from the end. */
    @Test
    void tailsContinueWithTheSlopeOfTheOuterTenth() {
        double[] squares = new double[40];
        Arrays.setAll(squares, i -> (i + 1) * (i + 1));
        NormalScore score = NormalScore.of(Double.NEGATIVE_INFINITY, squares);
        double above = (1600 - 37 * 37) / (score.toNormal(1600) - score.toNormal(37 * 37));
        assertThat(score.toData(score.toNormal(1600) + 2)).isCloseTo(1600 + 2 * above, within(1e-9));
        assertThat(score.toNormal(1600 + 2 * above)).isCloseTo(score.toNormal(1600) + 2, within(1e-12));
        double below = (16 - 1) / (score.toNormal(16) - score.toNormal(1));
        assertThat(score.toData(score.toNormal(1) - 2)).isCloseTo(1 - 2 * below, within(1e-11));
        assertThat(score.toNormal(1 - 2 * below)).isCloseTo(score.toNormal(1) - 2, within(1e-12));
    }

    @Test
    void normalScoresOfDataAreNormalQuantiles() {
        NormalScore score = NormalScore.of(0, 5, 1, 3);
        assertThat(score.toNormal(1)).isCloseTo(-0.967421566101701, within(1e-12));
        assertThat(score.toNormal(3)).isCloseTo(0, within(1e-15));
        assertThat(score.toNormal(5)).isCloseTo(0.967421566101701, within(1e-12));
        assertThat(score.toData(-100)).isEqualTo(0);
    }

    @Test
    void valuesOutsideTheDomainAreRefused() {
        assertThatThrownBy(() -> new SquareRoot().toNormal(-3)).hasMessageContaining("square root of the value -3.0");
        assertThatThrownBy(() -> new Logarithm(0).toNormal(0)).hasMessageContaining("logarithm of the value 0.0");
        assertThatThrownBy(() -> new SquareRoot().toNormal(Double.POSITIVE_INFINITY))
                .hasMessageContaining("square root of the value Infinity");
        assertThatThrownBy(() -> new Logarithm(1).toNormal(Double.POSITIVE_INFINITY))
                .hasMessageContaining("logarithm of the value Infinity");
        assertThatThrownBy(() -> new Logarithm(Double.POSITIVE_INFINITY)).hasMessageContaining("offset of a logarithm");
        assertThatThrownBy(() -> new Logarithm(-1)).hasMessageContaining("offset of a logarithm = -1.0");
        assertThatThrownBy(() -> score.toNormal(-1)).hasMessageContaining("normal score of the value -1.0");
        assertThatThrownBy(() -> NormalScore.of(0, -1, 2)).hasMessageContaining("normal score of the value -1.0");
        assertThatThrownBy(() -> NormalScore.of(0, 2, 2, 2)).hasMessageContaining("3 equal values");
    }

    @Test
    void predictionsAreInTheUnitOfTheData() {
        NormalPrediction normal = new NormalPrediction(new double[] {1}, new double[] {0.25});
        TransformedPrediction rain = new TransformedPrediction(new Logarithm(0), normal);
        assertThat(rain.mean()[0]).isCloseTo(Math.exp(1.125), within(1e-13));
        assertThat(rain.variance()[0]).isCloseTo((Math.exp(0.25) - 1) * Math.exp(2.25), within(1e-12));
        assertThat(rain.quantile(0.5)[0]).isCloseTo(Math.E, within(1e-13));
        assertThat(rain.exceedance(Math.E)[0]).isCloseTo(0.5, within(1e-13));
        double expected = crpsOfLogNormal(4, 1, 0.5);
        assertThat(rain.crps(4)[0]).isCloseTo(expected, within(1e-3 * expected));
        assertThatThrownBy(() -> rain.crps(4, 5)).hasMessageContaining("2 truths of 1 predictions");
        TransformedPrediction root = new TransformedPrediction(new SquareRoot(), normal);
        assertThat(root.exceedance(-1)).containsExactly(1);
        assertThat(root.exceedance(0)[0]).isCloseTo(NormalMoments.below(2), within(1e-14));
        assertThat(Arrays.stream(root.quantile(0.01))).containsExactly(0.0);
    }

    /** Baran and Lerch, Log-normal distribution based ensemble model output statistics models for probabilistic wind-speed forecasting, 2015. */
    private static double crpsOfLogNormal(double y, double m, double s) {
        double w = (Math.log(y) - m) / s;
        return y * (2 * NormalMoments.below(w) - 1)
                - 2
                        * Math.exp(m + s * s / 2)
                        * (NormalMoments.below(w - s) + NormalMoments.below(s / Math.sqrt(2)) - 1);
    }

    /** The tolerance is the error that the score promises. */
    @Test
    void crpsOfSkewedPredictionsHasAClosedForm() {
        for (double s : new double[] {0.01, 0.5, 1, 1.5, 2, 2.5}) {
            TransformedPrediction one = new TransformedPrediction(
                    new Logarithm(0), new NormalPrediction(new double[] {0.3}, new double[] {s * s}));
            MixturePrediction equal = new MixturePrediction(List.of(one, one, one));
            for (double score : new double[] {-8, -2, -0.5, 0, 1, 3, 8}) {
                double truth = Math.exp(0.3 + s * score);
                double expected = crpsOfLogNormal(truth, 0.3, s);
                assertThat(one.crps(truth)[0])
                        .as("s = %s, score %s", s, score)
                        .isCloseTo(expected, within(1e-3 * expected));
                assertThat(equal.crps(truth)[0]).isCloseTo(expected, within(1e-3 * expected));
            }
        }
    }

    /** Narrow parts far apart, where F is 0, 1/4, 1/2 and 1 between them: with truth 2 the score is 1/16 (2 - 1) + 9/16 (1e3 - 2) + 1/4 (1e6 - 1e3). */
    @Test
    void crpsOfAMixtureFindsNarrowParts() {
        List<TransformedPrediction> parts = DoubleStream.of(1, 1e3, 1e6, 1e6)
                .mapToObj(y -> new TransformedPrediction(
                        new Logarithm(0), new NormalPrediction(new double[] {Math.log(y)}, new double[] {1e-12})))
                .toList();
        double expected = (2 - 1) / 16.0 + 9 * (1e3 - 2) / 16 + (1e6 - 1e3) / 4;
        assertThat(new MixturePrediction(parts).crps(2)[0]).isCloseTo(expected, within(1e-3 * expected));
    }

    /** The exponential is positive, so a logarithm exceeds its bound with certainty; the root of rain is below 0 with probability Phi(-2). */
    @Test
    void boundsOfTheDataAreExceededWithTheirProbability() {
        NormalPrediction normal = new NormalPrediction(new double[] {1}, new double[] {0.25});
        TransformedPrediction positive = new TransformedPrediction(new Logarithm(0), normal);
        TransformedPrediction shifted = new TransformedPrediction(new Logarithm(0.5), normal);
        TransformedPrediction root = new TransformedPrediction(new SquareRoot(), normal);
        TransformedPrediction scores = new TransformedPrediction(score, normal);
        assertThat(positive.exceedance(0)).containsExactly(1);
        assertThat(positive.exceedance(-3)).containsExactly(1);
        assertThat(shifted.exceedance(-0.5)).containsExactly(1);
        assertThat(shifted.exceedance(0)[0])
                .isCloseTo(1 - NormalMoments.below((Math.log(0.5) - 1) / 0.5), within(1e-14));
        assertThat(root.exceedance(0)[0]).isCloseTo(NormalMoments.below(2), within(1e-14));
        assertThat(scores.exceedance(-1e-9)).containsExactly(1);
        assertThat(scores.exceedance(0)).containsExactly(normal.exceedance(0, score.toNormal(0)));
        MixturePrediction mixture = new MixturePrediction(List.of(positive, positive));
        assertThat(mixture.exceedance(0)).containsExactly(1);
        assertThat(new MixturePrediction(List.of(positive, root)).exceedance(0)[0])
                .isCloseTo((1 + NormalMoments.below(2)) / 2, within(1e-14));
        for (Prediction each : List.of(positive, root, scores, mixture)) {
            assertThat(each.exceedance(Double.NEGATIVE_INFINITY)).containsExactly(1);
            assertThat(each.exceedance(Double.POSITIVE_INFINITY)).containsExactly(0);
            assertThatThrownBy(() -> each.exceedance(Double.NaN)).hasMessageContaining("of the value NaN");
        }
    }

    /** A sampler that diverges must not look like a dry day. */
    @Test
    void nanStaysNan() {
        for (FieldTransform transform : transforms) {
            assertThat(transform.toData(Double.NaN)).as("%s", transform).isNaN();
        }
        assertThat(new SquareRoot().toData(-0.0, -3, 3)).containsExactly(0, 0, 9);
    }

    @Test
    void roundingMakesNoVarianceNegative() {
        double[] means = new double[100];
        Arrays.setAll(means, i -> 0.1 * i);
        NormalPrediction certain = new NormalPrediction(means, new double[100]);
        for (double variance : new TransformedPrediction(new Logarithm(0), certain).variance()) {
            assertThat(variance).isNotNegative();
        }
    }

    @Test
    void transformedPredictionsCanBeMixed() {
        NormalPrediction wet = new NormalPrediction(new double[] {2}, new double[] {0.25});
        NormalPrediction dry = new NormalPrediction(new double[] {-0.5}, new double[] {0.09});
        SquareRoot root = new SquareRoot();
        MixturePrediction rain = new MixturePrediction(
                List.of(new TransformedPrediction(root, wet), new TransformedPrediction(root, dry)));
        assertThat(rain.mean()[0]).isCloseTo((root.mean(2, 0.25) + root.mean(-0.5, 0.09)) / 2, within(1e-13));
        double second = (root.secondMoment(2, 0.25) + root.secondMoment(-0.5, 0.09)) / 2;
        assertThat(rain.variance()[0]).isCloseTo(second - rain.mean()[0] * rain.mean()[0], within(1e-12));
        assertThat(rain.quantile(0.3)[0]).isCloseTo(0, within(1e-9));
        assertThat(rain.exceedance(rain.quantile(0.8)[0])[0]).isCloseTo(0.2, within(1e-9));
        for (double truth : new double[] {0, 1, 30}) {
            double sum = 0;
            double step = 1e-3;
            for (double u = step / 2; u < 40; u += step) {
                double difference = 1 - rain.exceedance(0, u) - (u >= truth ? 1 : 0);
                sum += difference * difference * step;
            }
            assertThat(rain.crps(truth)[0]).isCloseTo(sum, within(1e-3 * (1 + sum)));
        }
    }
}
