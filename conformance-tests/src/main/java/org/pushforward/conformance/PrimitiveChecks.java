package org.pushforward.conformance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pushforward.backend.support.Primitives;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.CombinedProgram;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.GradientCase;
import org.pushforward.conformance.check.Rule;
import org.pushforward.conformance.derivatives.GradientCases;
import org.pushforward.conformance.generated.GeneratedCase;
import org.pushforward.conformance.generated.GeneratedCases;
import org.pushforward.conformance.values.OperationCases;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;

/**
 * The rules about every primitive: its value and, if it maps floating-point numbers to floating-point numbers, its first and
 * second derivative.
 */
final class PrimitiveChecks {
    /** A program with more cases takes longer to compile than two smaller ones. */
    private static final int CASES_PER_PROGRAM = 64;

    /** The primitives that map floating-point numbers to floating-point numbers in some case; found on first use. */
    private static final class FloatingPrimitives {
        static final Set<Class<? extends Primitive>> ALL = floating();
    }

    private PrimitiveChecks() {}

    /** Returns the rule about each primitive's value. */
    static List<Rule> ofValues() {
        return sorted(Primitives.all()).stream().map(PrimitiveChecks::value).toList();
    }

    /** Returns the rules about derivatives. */
    static List<Rule> ofDerivatives() {
        List<Rule> rules = new ArrayList<>();
        for (Class<? extends Primitive> primitive : sorted(FloatingPrimitives.ALL)) {
            rules.add(derivative(primitive, GradientCase.FIRST));
            rules.add(derivative(primitive, GradientCase.SECOND));
        }
        return rules;
    }

    private static Set<Class<? extends Primitive>> floating() {
        Set<Class<? extends Primitive>> floating = new HashSet<>();
        for (ConformanceCase each : OperationCases.all()) {
            for (Tensor node : each.graph().nodes()) {
                if (node.primitive().getClass() == each.subject()
                        && node.dtype().isFloating()
                        && node.operands().stream()
                                .anyMatch(operand -> operand.dtype().isFloating())) {
                    floating.add(each.subject());
                }
            }
        }
        return Set.copyOf(floating);
    }

    private static List<Class<? extends Primitive>> sorted(Collection<Class<? extends Primitive>> primitives) {
        List<Class<? extends Primitive>> sorted = new ArrayList<>(primitives);
        sorted.sort(Comparator.comparing(ConformanceCase::rule));
        return sorted;
    }

    private static Rule value(Class<? extends Primitive> primitive) {
        return Rule.required(
                "OP-" + ConformanceCase.rule(primitive),
                "The value of " + name(primitive)
                        + " is that of the reference interpreter, within the tolerance of its class.");
    }

    private static Rule derivative(Class<? extends Primitive> primitive, String prefix) {
        boolean first = prefix.equals(GradientCase.FIRST);
        return Rule.required(
                prefix + ConformanceCase.rule(primitive),
                "The " + (first ? "first" : "second") + " derivative of " + name(primitive)
                        + " is that of the reference interpreter, within the tolerance of gradients.");
    }

    private static String name(Class<? extends Primitive> primitive) {
        return ConformanceCase.rule(primitive)
                .toLowerCase(java.util.Locale.ROOT)
                .replace('-', '_');
    }

    /** Returns the checks of every primitive's value. */
    static List<Check> valueChecks(ConformanceSettings settings) {
        List<ConformanceCase> cases = new ArrayList<>(OperationCases.all());
        Map<String, GeneratedCase> generated = new HashMap<>();
        for (GeneratedCase each : GeneratedCases.all(settings)) {
            generated.put(each.name(), each);
            cases.add(each.drawn());
        }
        return checks(ofValues(), cases).stream()
                .map(check -> {
                    GeneratedCase origin = generated.get(check.name());
                    return origin == null
                            ? check
                            : new Check(check.rule(), check.name(), origin.shrinking(check.body()));
                })
                .toList();
    }

    /** Returns the checks of derivatives. */
    static List<Check> derivativeChecks(ConformanceSettings settings) {
        return checks(ofDerivatives(), GradientCases.all());
    }

    /** Returns the checks of some cases. Cases of one rule share programs. */
    private static List<Check> checks(List<Rule> rules, List<ConformanceCase> cases) {
        Map<String, Rule> known = new HashMap<>();
        rules.forEach(rule -> known.put(rule.id(), rule));
        Map<String, List<ConformanceCase>> byRule = new LinkedHashMap<>();
        cases.forEach(each ->
                byRule.computeIfAbsent(each.rule(), id -> new ArrayList<>()).add(each));
        List<Check> checks = new ArrayList<>();
        byRule.forEach((id, members) -> {
            for (int from = 0; from < members.size(); from += CASES_PER_PROGRAM) {
                List<ConformanceCase> some = members.subList(from, Math.min(members.size(), from + CASES_PER_PROGRAM));
                CombinedProgram program = new CombinedProgram(some);
                some.forEach(each -> checks.add(new Check(known.get(id), each.name(), program.body(each))));
            }
        });
        return checks;
    }
}
