package org.pushforward.conformance;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.Rule;
import org.pushforward.conformance.derivatives.KinkCases;
import org.pushforward.conformance.lifecycle.DecayCases;
import org.pushforward.conformance.lifecycle.InPlaceCases;
import org.pushforward.conformance.lifecycle.LifecycleCases;
import org.pushforward.conformance.lifecycle.MemoryCases;
import org.pushforward.conformance.lifecycle.RestoreCases;
import org.pushforward.conformance.lifecycle.StateCases;
import org.pushforward.conformance.lifecycle.StressCases;
import org.pushforward.conformance.models.MetricCases;
import org.pushforward.conformance.models.ModelCases;
import org.pushforward.conformance.models.PropertyCases;
import org.pushforward.conformance.models.SavedModelCases;
import org.pushforward.conformance.models.TrajectoryCases;
import org.pushforward.conformance.values.EdgeCases;
import org.pushforward.conformance.values.IdentityCases;
import org.pushforward.conformance.values.UndefinedCases;

/** The sections of the kit. Each relies on those before it: look for the cause of a failure in the first one that fails. */
public enum Section {
    /** Opening and closing, threads, refusals, states, and memory. */
    LIFECYCLE(settings -> concat(List.of(
            LifecycleCases.all(),
            StateCases.all(),
            InPlaceCases.all(),
            DecayCases.all(),
            RestoreCases.all(),
            StressCases.all(),
            UndefinedCases.all(),
            MemoryCases.all(settings)))),
    /** The values of every primitive. */
    VALUES(PrimitiveChecks::ofValues, PrimitiveChecks::valueChecks),
    /** The first and second derivatives of every primitive that maps floating-point numbers to floating-point numbers. */
    DERIVATIVES(
            () -> joined(PrimitiveChecks.ofDerivatives(), rules(KinkCases.all())),
            settings -> joined(PrimitiveChecks.derivativeChecks(settings), KinkCases.all())),
    /** Identities between primitives, and functions where a formula could overflow or cancel. */
    IDENTITIES(settings -> concat(List.of(IdentityCases.all(), EdgeCases.all()))),
    /** One training iteration of every model family in the zoo. */
    MODELS(settings -> concat(List.of(ModelCases.iterations(), PropertyCases.models()))),
    /** The losses of training, iteration by iteration. */
    TRAINING(settings -> concat(List.of(TrajectoryCases.all(settings), SavedModelCases.training()))),
    /** Samples of every model family, and closed forms for samplers. */
    SAMPLERS(settings -> concat(List.of(ModelCases.samples(), PropertyCases.samplers(), SavedModelCases.samples()))),
    /** Sliced Wasserstein distances, and scores of samples. */
    SCORES(settings -> concat(List.of(MetricCases.all(), ModelCases.scores())));

    private final Supplier<List<Rule>> rules;
    private final Function<ConformanceSettings, List<Check>> checks;

    /** Makes a section whose rules are those of its checks. */
    Section(Function<ConformanceSettings, List<Check>> checks) {
        this.checks = checks;
        this.rules = () -> rules(checks(ConformanceSettings.of("")));
    }

    Section(Supplier<List<Rule>> rules, Function<ConformanceSettings, List<Check>> checks) {
        this.rules = rules;
        this.checks = checks;
    }

    /** Returns the rules of this section. */
    public List<Rule> rules() {
        return rules.get();
    }

    /** Returns the rules of all sections. */
    public static List<Rule> allRules() {
        return Stream.of(values()).flatMap(section -> section.rules().stream()).toList();
    }

    /** Returns the checks of this section, for one run. */
    List<Check> checks(ConformanceSettings settings) {
        return checks.apply(settings);
    }

    private static List<Rule> rules(List<Check> checks) {
        return List.copyOf(new LinkedHashSet<>(checks.stream().map(Check::rule).toList()));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static List<Check> concat(List<List<Check>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }
}
