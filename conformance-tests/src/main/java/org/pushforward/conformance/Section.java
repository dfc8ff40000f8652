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
import org.pushforward.conformance.lifecycle.StateCases;
import org.pushforward.conformance.lifecycle.StressCases;
import org.pushforward.conformance.models.MetricCases;
import org.pushforward.conformance.models.ModelCases;
import org.pushforward.conformance.models.PropertyCases;
import org.pushforward.conformance.models.TrajectoryCases;
import org.pushforward.conformance.values.EdgeCases;
import org.pushforward.conformance.values.IdentityCases;
import org.pushforward.conformance.values.UndefinedCases;

/** The layers of the kit, each of which stands on those before it. */
public enum Section {
    /** Opening, closing, threads, refusals, and what is kept between runs. */
    LIFECYCLE(settings -> concat(List.of(
            LifecycleCases.all(),
            StateCases.all(),
            InPlaceCases.all(),
            DecayCases.all(),
            StressCases.all(),
            UndefinedCases.all(),
            MemoryCases.all(settings)))),
    /** The values of every primitive. */
    VALUES(PrimitiveChecks::ofValues, PrimitiveChecks::valueChecks),
    /** The first and second derivatives of every primitive that maps floating-point numbers to such. */
    DERIVATIVES(
            () -> joined(PrimitiveChecks.ofDerivatives(), rules(KinkCases.all())),
            settings -> joined(PrimitiveChecks.derivativeChecks(settings), KinkCases.all())),
    /** Two ways to compute the same, held against each other, and functions where a formula could overflow or cancel. */
    IDENTITIES(settings -> concat(List.of(IdentityCases.all(), EdgeCases.all()))),
    /** One iteration of every kind of model of the zoo. */
    MODELS(settings -> concat(List.of(ModelCases.iterations(), PropertyCases.models()))),
    /** The losses of training, iteration by iteration. */
    TRAINING(TrajectoryCases::all),
    /** Samples of every kind of model, and what is known of samplers in closed form. */
    SAMPLERS(settings -> concat(List.of(ModelCases.samples(), PropertyCases.samplers()))),
    /** Sliced Wasserstein distances, and the scores of samples. */
    SCORES(settings -> concat(List.of(MetricCases.all(), ModelCases.scores())));

    private final Supplier<List<Rule>> rules;
    private final Function<ConformanceSettings, List<Check>> checks;

    /** A layer whose rules each come with their checks. */
    Section(Function<ConformanceSettings, List<Check>> checks) {
        this.checks = checks;
        this.rules = () -> rules(checks(ConformanceSettings.of("")));
    }

    Section(Supplier<List<Rule>> rules, Function<ConformanceSettings, List<Check>> checks) {
        this.rules = rules;
        this.checks = checks;
    }

    /** Returns the rules of this layer. */
    public List<Rule> rules() {
        return rules.get();
    }

    /** Returns the rules of all layers. */
    public static List<Rule> allRules() {
        return Stream.of(values()).flatMap(layer -> layer.rules().stream()).toList();
    }

    /** Returns what is tried of a backend, for one run. */
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
