package org.pushforward.benchmark.config;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.benchmark.data.DataSettings;
import org.pushforward.benchmark.settings.RecordYaml;
import org.pushforward.settings.SettingException;

/**
 * An experiment: models to compare on data sets, on one or several engines.
 *
 * @param name the name, also of the run folder: letters, digits, dots, hyphens and underscores
 * @param run the seed and the engines
 * @param evaluation how trained models are evaluated
 * @param comparisons the comparisons, at least one, with different names
 */
public record Experiment(
        String name, RunSettings run, EvaluationSettings evaluation, List<ComparisonSettings> comparisons) {
    /** Copies the list and refuses values out of range. */
    public Experiment {
        comparisons = List.copyOf(comparisons);
        RunName.check(name);
        SettingException.unlessDifferent(
                comparisons.stream().map(ComparisonSettings::name).toList(), "comparisons", "names");
    }

    /** Returns this experiment with another name. */
    public Experiment withName(String other) {
        return new Experiment(other, run, evaluation, comparisons);
    }

    /** Returns this experiment with other settings of the run. */
    public Experiment withRun(RunSettings other) {
        return new Experiment(name, other, evaluation, comparisons);
    }

    /** Returns this experiment as YAML text, with every default written out. */
    public String toYaml() {
        return RecordYaml.print(this);
    }

    /**
     * Returns the YAML form of experiments, with the families and data sets that the thread's context class loader
     * finds.
     *
     * @throws IllegalArgumentException if two records claim one name, or a component cannot be expressed in YAML
     */
    public static RecordYaml<Experiment> yaml() {
        return new RecordYaml<>(Experiment.class);
    }

    /** Returns a builder of an experiment. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Builds an experiment. Not safe for use by several threads. */
    public static final class Builder {
        private final String name;
        private final List<ComparisonSettings> comparisons = new ArrayList<>();
        private RunSettings run = new RunSettings();
        private EvaluationSettings evaluation = new EvaluationSettings();

        private Builder(String name) {
            this.name = name;
        }

        /** Sets seed and engines. */
        public Builder run(RunSettings run) {
            this.run = run;
            return this;
        }

        /** Sets how trained models are evaluated. */
        public Builder evaluation(EvaluationSettings evaluation) {
            this.evaluation = evaluation;
            return this;
        }

        /** Adds a comparison of models on a set of data. */
        public Builder compare(String name, DataSettings data, Candidate... models) {
            comparisons.add(new ComparisonSettings(name, data, List.of(models)));
            return this;
        }

        /**
         * Returns the experiment.
         *
         * @throws SettingException if a value is out of range
         */
        public Experiment build() {
            return new Experiment(name, run, evaluation, comparisons);
        }
    }
}
