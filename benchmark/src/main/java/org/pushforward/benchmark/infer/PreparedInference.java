package org.pushforward.benchmark.infer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pushforward.benchmark.infer.config.GaugeData;
import org.pushforward.benchmark.infer.config.InferSettings;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.gauges.FieldScale;
import org.pushforward.benchmark.infer.gauges.GaugeFile;
import org.pushforward.benchmark.infer.gauges.GaugeSet;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.benchmark.infer.gauges.PrecipitationGauges;
import org.pushforward.benchmark.infer.gauges.SimulatedGauges;
import org.pushforward.benchmark.infer.method.FittedKrigingPosterior;
import org.pushforward.benchmark.infer.method.FullBayesPosterior;
import org.pushforward.benchmark.infer.method.LocalBayesPosterior;
import org.pushforward.benchmark.report.chart.Numbers;
import org.pushforward.benchmark.report.chart.Quantiles;
import org.pushforward.benchmark.report.inference.StudyTable;
import org.pushforward.benchmark.trainrun.TrainedRun;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Grid;

/**
 * An inference whose gauges were read and checked.
 *
 * @param settings the settings
 * @param set the gauges and their source
 * @param field the field to infer
 * @param study the results of a calibration study to show, if there are any
 * @param warnings possible problems
 */
public record PreparedInference(
        InferSettings settings, GaugeSet set, GaugedField field, Optional<StudyTable> study, List<String> warnings) {
    /** The arrays of draws that are alive at once for each method: draws, sorted draws and a copy for writing. */
    private static final int COPIES = 3;
    /** The numbers that a picture takes for each cell, with an int for each pixel and as much again for its file. */
    private static final int PICTURE = InferenceFiles.PIXELS * InferenceFiles.PIXELS;
    /** The covariance of the gauges, a copy to factor, and the factor. */
    private static final int MATRICES = 3;

    /** Copies the list. */
    public PreparedInference {
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads and checks the gauges.
     *
     * @throws IllegalArgumentException if they cannot be used, or the results do not fit into memory; the message says what to do
     */
    public static PreparedInference of(InferSettings settings) {
        Optional<StudyTable> study = StudyFile.load(settings.study());
        settings.model().map(Path::of).ifPresent(TrainedRun::open);
        GaugeSet set = load(settings);
        Grid grid = set.grid(settings.grid());
        requireMemory(settings, grid, set.gauges().count(), Runtime.getRuntime());
        FieldScale scale = scale(settings, set);
        GaugedField field = new GaugedField(
                grid, set.gauges(), set.units(), scale, set.truth().flatMap(GaugeSet.Truth::known));
        List<String> warnings = new ArrayList<>(set.warnings());
        boolean stated = settings.scale().isPresent();
        warnings.addAll(GaugeWarnings.of(
                field, settings.covariance(), stated, set.unit(), key(settings).fold("check")));
        return new PreparedInference(settings, set, field, study, warnings);
    }

    private static GaugeSet load(InferSettings settings) {
        RandomKey key = key(settings).fold("data");
        if (settings.data() instanceof GaugeData.Simulated simulated) {
            return SimulatedGauges.of(simulated, settings.transform(), key);
        }
        if (settings.data() instanceof GaugeData.Precipitation precipitation) {
            return PrecipitationGauges.of(precipitation, settings.transform(), key);
        }
        return GaugeFile.read((GaugeData.Measured) settings.data(), settings.transform());
    }

    private static FieldScale scale(InferSettings settings, GaugeSet set) {
        return settings.scale()
                .map(stated -> new FieldScale(stated.mean(), stated.deviation()))
                .or(() -> set.truth().flatMap(GaugeSet.Truth::scale))
                .orElseGet(() -> FieldScale.of(set.gauges().values()));
    }

    private static void requireMemory(InferSettings settings, Grid grid, int gauges, Runtime runtime) {
        requireMemory(settings, grid, gauges, runtime.availableProcessors(), runtime.maxMemory());
    }

    static void requireMemory(InferSettings settings, Grid grid, int gauges, int threads, long heap) {
        double numbers = PICTURE;
        double matrices = 0;
        for (MethodSettings method : settings.methods()) {
            numbers += (double) COPIES * settings.draws();
            numbers += method instanceof MethodSettings.FullBayes ? 2.0 * FullBayesPosterior.MIXED : 0;
            if (method instanceof MethodSettings.LocalBayes chains && LocalBayesPosterior.fits(grid)) {
                numbers += (double) LocalBayesPosterior.NUMBERS * chains.chains() * chains.draws();
            }
            // More gauges leave full Bayes out, and kriging fits to a part of them.
            boolean full = method instanceof MethodSettings.FullBayes && gauges <= FittedKrigingPosterior.MOST;
            if (full) {
                matrices = Math.max(matrices, (double) MATRICES * threads * gauges * gauges);
            }
        }
        double bytes = (numbers * grid.cells() + matrices) * Double.BYTES;
        if (bytes > heap / 2.0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a map of %d x %d cells with %d draws of %d methods from %d gauges takes %.1f GB of memory, and %.1f GB are"
                            + " available: set a larger 'cell' or fewer 'cells' in 'grid', fewer 'draws' or 'methods', or "
                            + MethodFailure.MORE_HEAP,
                    grid.rows(),
                    grid.columns(),
                    settings.draws(),
                    settings.methods().size(),
                    gauges,
                    bytes / 1e9,
                    heap / 2e9));
        }
    }

    /** Returns the key of all random numbers. */
    RandomKey key() {
        return key(settings);
    }

    private static RandomKey key(InferSettings settings) {
        return RandomKey.of(settings.run().seed()).fold("infer");
    }

    /** Returns what the gauges measured, in the unit of the data. */
    double[] data() {
        return Arrays.stream(field.gauges().values()).map(field.units()::toData).toArray();
    }

    /** Returns the thresholds of the settings, or by default the median and the 90 % quantile of the gauges. */
    List<Double> thresholds() {
        if (!settings.thresholds().isEmpty()) {
            return settings.thresholds();
        }
        Quantiles quantiles = Quantiles.of(data());
        return List.of(quantiles.at(0.5), quantiles.at(0.9)).stream().distinct().toList();
    }

    /** Returns the map in words, such as {@code 32 x 32 cells of 12.5}. */
    public String mapInWords() {
        Grid grid = field.grid();
        return grid.rows() + " x " + grid.columns() + " cells with side "
                + Numbers.significant(Math.abs(grid.dx()), 4).replaceAll("\\.0+$", "");
    }

    /** Returns the number of gauges. */
    public int gauges() {
        return field.gauges().count();
    }

    /** Returns what the data are. */
    public String description() {
        return set.description();
    }

    /** Returns the truth in the unit of the data, if it is known. */
    Optional<double[]> truth() {
        return set.truth().map(GaugeSet.Truth::values);
    }
}
