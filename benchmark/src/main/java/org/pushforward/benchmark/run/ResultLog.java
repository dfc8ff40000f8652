package org.pushforward.benchmark.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pushforward.benchmark.config.Candidate;
import org.pushforward.benchmark.report.ComparisonResult;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.RealScores;
import org.pushforward.benchmark.report.agreement.EngineAgreement;

/** The results so far of one comparison, on every engine. Safe for use by several threads. */
final class ResultLog {
    private final EvaluationContext context;
    private final Map<Candidate, SortedMap<Integer, Trial.TrialOutcome>> outcomes = new LinkedHashMap<>();
    private RealScores real = new RealScores(List.of(), List.of());

    ResultLog(Prepared prepared) {
        context = prepared.context();
        prepared.models().forEach(built -> outcomes.put(built.candidate(), new TreeMap<>()));
    }

    synchronized void real(RealScores scores) {
        real = scores;
    }

    /**
     * Adds the outcome of a trial.
     *
     * @param number its number among all trials of the run, which determines the order
     */
    synchronized void add(int number, Candidate candidate, Trial.TrialOutcome outcome) {
        outcomes.get(candidate).put(number, outcome);
    }

    synchronized boolean isEmpty() {
        return outcomes.values().stream().allMatch(Map::isEmpty);
    }

    synchronized List<ModelResult> results() {
        return outcomes.values().stream()
                .flatMap(trials -> trials.values().stream())
                .map(Trial.TrialOutcome::result)
                .toList();
    }

    synchronized ComparisonResult comparison() {
        return new ComparisonResult(
                context.name(),
                context.target().title(),
                context.target().description(),
                context.target().domain(),
                context.target().training().size(),
                context.heldOut(1, 0).first().count(),
                context.settings().sets(),
                context.settings().directions(),
                context.target().blocks(),
                real,
                context.target().expectedLogDensity(),
                EvaluationContext.vectors(context.pictured(Trial.PICTURED).x()),
                results());
    }

    /** Returns the differences between the first trainings of each model on each pair of engines. */
    synchronized List<EngineAgreement> agreements() {
        return outcomes.values().stream()
                .map(trials -> trials.values().stream()
                        .filter(outcome -> outcome.result().number() == 1)
                        .toList())
                .filter(list -> !list.isEmpty())
                .flatMap(list -> EngineComparison.of(context.name(), list).stream())
                .toList();
    }
}
