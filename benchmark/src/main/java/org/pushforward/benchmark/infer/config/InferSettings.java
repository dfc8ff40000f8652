package org.pushforward.benchmark.infer.config;

import java.util.List;
import java.util.Optional;
import org.pushforward.benchmark.config.RunName;
import org.pushforward.benchmark.config.RunSettings;
import org.pushforward.benchmark.settings.RecordYaml;
import org.pushforward.settings.SettingException;

/**
 * Settings of an inference: gauges in a field, and the methods that predict the field between them.
 *
 * @param name the name, also of the run folder: letters, digits, dots, hyphens and underscores
 * @param data the gauges
 * @param grid the cells where the field is predicted, for gauges of a file
 * @param transform the map from the data to values that are roughly normal
 * @param covariance the covariances that kriging and full Bayes consider
 * @param scale the mean and the standard deviation that the transformed field is expected to have; by default, those of all simulated
 *     fields if the field is simulated, and otherwise the mean of the gauges and their standard deviation divided by 0.755
 * @param model the learned prior: the folder of a run of {@code train} with a diffusion model on gauges; by default the one that
 *     Pushforward contains
 * @param methods the methods, different ones
 * @param draws the number of fields to draw from each posterior, 20 or more
 * @param folds if the truth is not known, the number of parts that the gauges are divided into, each predicted from the others, to compare
 *     {@code kriging}, {@code full-bayes}, {@code local-bayes} and {@code amortized}; 0 for no comparison
 * @param thresholds the values whose probability of being exceeded is mapped, in the unit of the data; by default the median and the
 *     90 % quantile of the gauges
 * @param quantiles the probabilities of the quantiles that are written
 * @param study a JSON file with the results of a calibration study to show; by default those that Pushforward contains
 * @param run the seed and the engine
 */
public record InferSettings(
        String name,
        GaugeData data,
        GridSettings grid,
        TransformSettings transform,
        CovarianceSettings covariance,
        Optional<ScaleSettings> scale,
        Optional<String> model,
        List<MethodSettings> methods,
        int draws,
        int folds,
        List<Double> thresholds,
        List<Double> quantiles,
        Optional<String> study,
        RunSettings run) {
    /** A simulated field, and the methods {@code true-kriging}, {@code kriging}, {@code full-bayes}, {@code amortized}, {@code mmps}. */
    public InferSettings() {
        this(
                "gauges",
                new GaugeData.Simulated(),
                new GridSettings(),
                new TransformSettings.None(),
                new CovarianceSettings(),
                Optional.empty(),
                Optional.empty(),
                MethodSettings.usual(),
                32,
                5,
                List.of(),
                List.of(0.05, 0.25, 0.5, 0.75, 0.95),
                Optional.empty(),
                new RunSettings());
    }

    /** Copies the lists and refuses values out of range. */
    public InferSettings {
        methods = List.copyOf(methods);
        thresholds = List.copyOf(thresholds);
        quantiles = List.copyOf(quantiles);
        RunName.check(name);
        SettingException.unlessDifferent(
                methods.stream().map(MethodSettings::title).toList(), "methods", "methods");
        SettingException.between(20, 100_000, "draws", draws);
        SettingException.between(0, 1_000, "folds", folds);
        SettingException.unless(folds != 1, "folds", folds, "0, or 2 or more");
        for (double p : quantiles) {
            SettingException.unless(p > 0 && p < 1, "quantiles", p, "probabilities above 0 and below 1");
        }
        for (double threshold : thresholds) {
            SettingException.unless(Double.isFinite(threshold), "thresholds", threshold, "finite numbers");
        }
        SettingException.unless(!run.backend().equals(RunSettings.ALL), "run", "backend 'all'", "one backend");
        SettingException.unless(run.devices().isOne(), "run", "device '" + run.device() + "'", "one device");
    }

    /** Returns these settings with other gauges. */
    public InferSettings withData(GaugeData other) {
        return with(name, other, run);
    }

    /** Returns these settings with another name. */
    public InferSettings named(String other) {
        return with(other, data, run);
    }

    /** Returns these settings with other settings of the run. */
    public InferSettings withRun(RunSettings other) {
        return with(name, data, other);
    }

    private InferSettings with(String otherName, GaugeData otherData, RunSettings otherRun) {
        return new InferSettings(
                otherName,
                otherData,
                grid,
                transform,
                covariance,
                scale,
                model,
                methods,
                draws,
                folds,
                thresholds,
                quantiles,
                study,
                otherRun);
    }

    /** Returns these settings as YAML text, with every default written out. */
    public String toYaml() {
        return RecordYaml.print(this);
    }

    /** Returns the YAML form of such settings. */
    public static RecordYaml<InferSettings> yaml() {
        return new RecordYaml<>(InferSettings.class);
    }
}
