package org.pushforward.benchmark.infer.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pushforward.benchmark.config.RunName;
import org.pushforward.benchmark.config.RunSettings;
import org.pushforward.benchmark.settings.RecordYaml;
import org.pushforward.settings.SettingException;

/**
 * Settings of a calibration study: how well methods predict simulated fields, and how well their uncertainties are calibrated. Every second
 * field is stationary, and the covariance of the others changes from place to place.
 *
 * @param name the name, also of the run folder
 * @param fields the number of simulated fields
 * @param size the number of rows and of columns of a field
 * @param fewest the smallest number of gauges; the number is log-uniform
 * @param most the largest number of gauges
 * @param noise the standard deviation of the noise of a gauge, in standard deviations of the fields
 * @param draws the number of fields to draw from each posterior, 20 or more
 * @param covariance the covariances that kriging and full Bayes consider
 * @param model the learned prior: the folder of a run of {@code train}; by default the one that Pushforward contains
 * @param methods the methods that predict every field
 * @param slow the methods that predict only the first fields, because they take long
 * @param slowFields the number of those fields
 * @param run the seed and the engine
 */
public record StudySettings(
        String name,
        int fields,
        int size,
        int fewest,
        int most,
        double noise,
        int draws,
        CovarianceSettings covariance,
        Optional<String> model,
        List<MethodSettings> methods,
        List<MethodSettings> slow,
        int slowFields,
        RunSettings run) {
    /** Correlations over 4 cells are ranked. */
    private static final int SMALLEST = 5;

    /** 200 fields of 32 x 32 cells with 10 to 100 gauges; 40 of them for moment matching. */
    public StudySettings() {
        this(
                "study",
                200,
                32,
                10,
                100,
                0,
                24,
                new CovarianceSettings(),
                Optional.empty(),
                List.of(
                        new MethodSettings.TrueKriging(),
                        new MethodSettings.FittedKriging(),
                        new MethodSettings.FullBayes(),
                        new MethodSettings.Amortized()),
                List.of(new MethodSettings.MomentMatching()),
                40,
                new RunSettings());
    }

    /** Copies the lists and refuses values out of range. */
    public StudySettings {
        methods = List.copyOf(methods);
        slow = List.copyOf(slow);
        RunName.check(name);
        SettingException.between(2, 100_000, "fields", fields);
        SettingException.between(SMALLEST, 1_000, "size", size);
        SettingException.between(1, (long) size * size - 1, "fewest", fewest);
        SettingException.between(fewest, (long) size * size - 1, "most", most);
        SettingException.between(20, 10_000, "draws", draws);
        SettingException.between(0, fields, "slow-fields", slowFields);
        SettingException.unless(noise >= 0 && Double.isFinite(noise), "noise", noise, "a finite number of 0 or more");
        SettingException.unlessDifferent(
                Stream.concat(methods.stream(), slow.stream())
                        .map(MethodSettings::title)
                        .toList(),
                "methods",
                "methods");
        SettingException.unless(!run.backend().equals(RunSettings.ALL), "run", "backend 'all'", "one backend");
    }

    /** Returns the methods that predict a field. */
    public List<MethodSettings> methods(int field) {
        return field < slowFields ? all() : methods;
    }

    /** Returns whether other settings differ only in the name, the numbers of fields, or the methods, whose own settings may differ too. */
    public boolean continues(StudySettings other) {
        StudySettings same = new StudySettings(
                other.name,
                fields,
                other.size,
                other.fewest,
                other.most,
                other.noise,
                other.draws,
                other.covariance,
                other.model,
                methods,
                slow,
                slowFields,
                other.run);
        return same.toYaml().equals(toYaml());
    }

    /** Returns all methods, the slow ones last. */
    public List<MethodSettings> all() {
        List<MethodSettings> all = new ArrayList<>(methods);
        all.addAll(slow);
        return all;
    }

    /** Returns these settings with another name. */
    public StudySettings named(String other) {
        return new StudySettings(
                other, fields, size, fewest, most, noise, draws, covariance, model, methods, slow, slowFields, run);
    }

    /** Returns these settings with other settings of the run. */
    public StudySettings withRun(RunSettings other) {
        return new StudySettings(
                name, fields, size, fewest, most, noise, draws, covariance, model, methods, slow, slowFields, other);
    }

    /** Returns these settings as YAML text, with every default written out. */
    public String toYaml() {
        return RecordYaml.print(this);
    }

    /** Returns the YAML form of such settings. */
    public static RecordYaml<StudySettings> yaml() {
        return new RecordYaml<>(StudySettings.class);
    }
}
