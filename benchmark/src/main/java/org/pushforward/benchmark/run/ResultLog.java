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

/** What was found so far in one comparison, on every engine. Used by one thread. */
final class ResultLog {
    private final EvaluationContext arena;
    private final Map<Candidate, List<Trial.Outcome>> outcomes = new LinkedHashMap<>();
    private Scores floor = new Scores(Double.NaN, Double.NaN, Double.NaN);

    ResultLog(Prepared prepared) {
        arena = prepared.arena();
        prepared.contenders().keySet().forEach(candidate -> outcomes.put(candidate, new ArrayList<>()));
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

    private List<ModelResult> results() {
        return outcomes.values().stream()
                .flatMap(List::stream)
                .map(Trial.Outcome::result)
                .toList();
    }

    boolean hasFailure() {
        return results().stream().anyMatch(result -> result.failure().isPresent());
    }

    ComparisonResult comparison() {
        HostArray real = arena.test();
        return new ComparisonResult(
                arena.name(),
                arena.target().title(),
                arena.target().description(),
                arena.target().domain(),
                arena.target().trainSamples(),
                arena.samples(),
                floor,
                arena.target().expectedLogDensity(),
                real.rows(0, Math.min(arena.samples(), Trial.PICTURED)),
                results());
    }

    List<EngineAgreement> agreements() {
        return outcomes.values().stream()
                .filter(list -> !list.isEmpty())
                .flatMap(list -> EngineComparison.of(arena.name(), list).stream())
                .toList();
    }
}
