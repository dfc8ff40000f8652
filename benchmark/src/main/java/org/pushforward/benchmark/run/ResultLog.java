package org.pushforward.benchmark.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.benchmark.config.Candidate;
import org.pushforward.benchmark.report.ComparisonResult;
import org.pushforward.benchmark.report.EngineAgreement;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.Scores;
import org.pushforward.tensor.HostArray;

/** The results so far of one comparison, on every engine. Used by one thread. */
final class ResultLog {
    private final EvaluationContext context;
    private final Map<Candidate, List<Trial.Outcome>> outcomes = new LinkedHashMap<>();
    private Scores floor = new Scores(Double.NaN, Double.NaN, Double.NaN);

    ResultLog(Prepared prepared) {
        context = prepared.context();
        prepared.models().forEach(built -> outcomes.put(built.candidate(), new ArrayList<>()));
    }

    void floor(Scores scores) {
        floor = scores;
    }

    void add(Candidate candidate, Trial.Outcome outcome) {
        outcomes.get(candidate).add(outcome);
    }

    boolean isEmpty() {
        return outcomes.values().stream().allMatch(List::isEmpty);
    }

    List<ModelResult> results() {
        return outcomes.values().stream()
                .flatMap(List::stream)
                .map(Trial.Outcome::result)
                .toList();
    }

    ComparisonResult comparison() {
        HostArray real = EvaluationContext.vectors(context.test().x());
        return new ComparisonResult(
                context.name(),
                context.target().title(),
                context.target().description(),
                context.target().domain(),
                context.target().training().size(),
                context.samples(),
                floor,
                context.target().expectedLogDensity(),
                real.rows(0, Math.min(context.samples(), Trial.PICTURED)),
                results());
    }

    List<EngineAgreement> agreements() {
        return outcomes.values().stream()
                .filter(list -> !list.isEmpty())
                .flatMap(list -> EngineComparison.of(context.name(), list).stream())
                .toList();
    }
}
