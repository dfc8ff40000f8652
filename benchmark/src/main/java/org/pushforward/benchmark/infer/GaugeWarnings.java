package org.pushforward.benchmark.infer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.pushforward.benchmark.infer.config.CovarianceSettings;
import org.pushforward.benchmark.infer.gauges.FieldScale;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.benchmark.infer.method.FieldHyperprior;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.inference.Likelihood;
import org.pushforward.zoo.field.inference.PredictiveCheck;
import org.pushforward.zoo.field.kriging.Measurements;

/**
 * Warns if gauges look unlike the hyperprior, or unlike each other. A unit that is wrong for all gauges shows only if the scale of the
 * field was stated beforehand, since the scale otherwise is that of the gauges.
 */
final class GaugeWarnings {
    private static final int DRAWS = 400;
    /** More gauges make the check slower and hardly sharper. */
    private static final int CHECKED = 100;
    /** In normal data, one value in 10^14 is so far from the median. */
    private static final double FAR = 8;
    /** The standard deviation of normal data divided by their median absolute deviation. */
    private static final double ROBUST = 1.4826;

    private static final double SURPRISING_MEAN = 4;
    private static final int FEWEST = 5;

    private GaugeWarnings() {}

    /**
     * Returns the warnings.
     *
     * @param stated whether the scale of the field was stated and not taken from the gauges
     * @param unit the unit of the data, or an empty text
     */
    static List<String> of(
            GaugedField field, CovarianceSettings covariance, boolean stated, String unit, RandomKey key) {
        List<String> warnings = new ArrayList<>();
        Measurements gauges = field.gauges();
        if (gauges.count() < FieldScale.FEWEST && !stated && field.known().isEmpty()) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%d gauge%s not determine the scale of the field: its standard deviation is taken as %.3g, the absolute"
                            + " mean; state 'scale.mean' and 'scale.deviation' if you know them",
                    gauges.count(),
                    gauges.count() == 1 ? " does" : "s do",
                    field.scale().deviation()));
        }
        addSurprises(field, covariance, key, warnings);
        addMean(field, stated, warnings);
        addOutliers(field, unit, warnings);
        addCrowd(field, warnings);
        double noise = 0;
        for (int k = 0; k < gauges.count(); k++) {
            noise = Math.max(noise, gauges.noise(k));
        }
        if (Math.sqrt(noise) > field.scale().deviation()) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the noise of a gauge is %.3g, above the standard deviation of the field, %.3g (both transformed): look at"
                            + " its unit",
                    Math.sqrt(noise),
                    field.scale().deviation()));
        }
        return warnings;
    }

    private static void addSurprises(
            GaugedField field, CovarianceSettings covariance, RandomKey key, List<String> warnings) {
        if (field.gauges().count() < 2) {
            return;
        }
        FieldHyperprior hyperprior = FieldHyperprior.of(covariance, field.scale(), field.grid());
        Measurements some = field.gauges();
        if (some.count() > CHECKED) {
            some = some.select(Arrays.copyOf(key.fold("gauges").permutation(some.count()), CHECKED));
        }
        PredictiveCheck.of(
                        Likelihood.restricted(hyperprior.family(), Trend.constant(), some),
                        hyperprior.prior(),
                        DRAWS,
                        key.fold("draws"))
                .stream()
                .filter(PredictiveCheck::isSurprising)
                .forEach(check -> warnings.add(String.format(
                        Locale.ROOT,
                        "the gauges look unlike the hyperprior: their %s is %.3g, and it expects %.3g to %.3g (transformed);"
                                + " look at the units of values and coordinates, and at the transform",
                        check.statistic(),
                        check.value(),
                        check.low(),
                        check.high())));
    }

    private static void addMean(GaugedField field, boolean stated, List<String> warnings) {
        double mean = Arrays.stream(field.gauges().values()).average().orElseThrow();
        double off = Math.abs(mean - field.scale().mean()) / field.scale().deviation();
        if (stated && off > SURPRISING_MEAN) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the mean of the gauges is %.3g, and %.3g with a deviation of %.3g was stated (transformed): look at the unit"
                            + " of the values",
                    mean,
                    field.scale().mean(),
                    field.scale().deviation()));
        }
    }

    private static void addOutliers(GaugedField field, String unit, List<String> warnings) {
        double[] values = field.gauges().values();
        if (values.length < FEWEST) {
            return;
        }
        double median = median(values);
        double spread = ROBUST
                * median(Arrays.stream(values).map(v -> Math.abs(v - median)).toArray());
        for (int k = 0; k < values.length && spread > 0; k++) {
            double off = Math.abs(values[k] - median) / spread;
            if (off > FAR) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "the gauge at (%.6g, %.6g) measured %.4g%s, %.0f robust deviations from the median of all: look at its"
                                + " unit",
                        field.gauges().places().x(k),
                        field.gauges().places().y(k),
                        field.units().toData(values[k]),
                        unit.isEmpty() ? "" : " " + unit,
                        off));
            }
        }
    }

    private static void addCrowd(GaugedField field, List<String> warnings) {
        int count = field.gauges().count();
        int[] byCell = new int[field.grid().cells()];
        int most = 0;
        for (int k = 0; k < count; k++) {
            int cell = GaugedField.cell(
                    field.grid(),
                    field.gauges().places().x(k),
                    field.gauges().places().y(k));
            most = Math.max(most, ++byCell[cell]);
        }
        if (count >= FEWEST && most > count / 2.0) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%d of %d gauges are in one cell of the map, with side %.4g: look for a gauge that is far away by mistake,"
                            + " or set a smaller 'cell' in 'grid'",
                    most,
                    count,
                    Math.abs(field.grid().dx())));
        }
    }

    private static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
