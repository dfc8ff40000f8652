package org.pushforward.benchmark.timing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How many times faster an engine is than an opponent on a workload: the opponent's median time divided by the
 * engine's.
 *
 * @param workload the workload
 * @param engine the engine
 * @param opponent the opponent's mode, or {@value #FASTEST} for the fastest of them
 * @param value the ratio; the median over several rounds
 * @param low the lowest ratio of any round; for a single round, the ratio of the opponent's fast steps and the engine's
 * slow steps (10 % and 90 %)
 * @param high the highest ratio, likewise
 */
public record Ratio(String workload, String engine, String opponent, double value, double low, double high) {
    /** Stands for the opponent that is fastest. */
    public static final String FASTEST = "fastest";
    /** Stands for the engine that is fastest. */
    public static final String BEST = "best engine";

    private record WorkloadMode(String workload, String mode) {}

    /**
     * Returns the ratios of every engine to every opponent and to the fastest, workload by workload.
     *
     * @param engines times of engines, in the order of rounds
     * @param opponents times of opponents, in the order of rounds
     */
    public static List<Ratio> of(List<Timing> engines, List<Timing> opponents) {
        Map<WorkloadMode, List<Timing>> theirs = grouped(opponents);
        List<Ratio> ratios = new ArrayList<>();
        grouped(engines).forEach((ours, rounds) -> {
            List<WorkloadMode> rivals = theirs.keySet().stream()
                    .filter(key -> key.workload().equals(ours.workload()))
                    .toList();
            for (WorkloadMode rival : rivals) {
                ratios.add(of(ours, rival.mode(), rounds, theirs.get(rival)));
            }
            rivals.stream()
                    .map(theirs::get)
                    .min((a, b) -> Double.compare(median(a), median(b)))
                    .ifPresent(fastest -> ratios.add(of(ours, FASTEST, rounds, fastest)));
        });
        return ratios;
    }

    private static Map<WorkloadMode, List<Timing>> grouped(List<Timing> timings) {
        Map<WorkloadMode, List<Timing>> groups = new LinkedHashMap<>();
        timings.forEach(timing -> groups.computeIfAbsent(
                        new WorkloadMode(timing.workload(), timing.mode()), absent -> new ArrayList<>())
                .add(timing));
        return groups;
    }

    private static Ratio of(WorkloadMode ours, String opponent, List<Timing> engine, List<Timing> rival) {
        if (engine.size() > 1 && engine.size() == rival.size()) {
            double[] sorted = IntStream.range(0, engine.size())
                    .mapToDouble(i -> rival.get(i).median() / engine.get(i).median())
                    .sorted()
                    .toArray();
            double value = new Spread(sorted).median();
            return new Ratio(ours.workload(), ours.mode(), opponent, value, sorted[0], sorted[sorted.length - 1]);
        }
        double low = rival.stream().mapToDouble(Timing::p10).min().getAsDouble()
                / engine.stream().mapToDouble(Timing::p90).max().getAsDouble();
        double high = rival.stream().mapToDouble(Timing::p90).max().getAsDouble()
                / engine.stream().mapToDouble(Timing::p10).min().getAsDouble();
        return new Ratio(ours.workload(), ours.mode(), opponent, median(rival) / median(engine), low, high);
    }

    private static double median(List<Timing> rounds) {
        return Spread.of(rounds.stream().mapToDouble(Timing::median).toArray()).median();
    }

    /**
     * Returns the geometric mean over workloads of the ratios to the fastest opponent, for each engine and, last, for
     * the best engine of each workload. An engine that failed on a workload that another engine completed is left out.
     */
    public static Map<String, Double> geometricMeans(List<Ratio> ratios) {
        Map<String, Map<String, Double>> byEngine = new LinkedHashMap<>();
        Map<String, Double> best = new LinkedHashMap<>();
        for (Ratio ratio : ratios) {
            if (ratio.opponent().equals(FASTEST)) {
                byEngine.computeIfAbsent(ratio.engine(), absent -> new LinkedHashMap<>())
                        .put(ratio.workload(), ratio.value());
                best.merge(ratio.workload(), ratio.value(), Math::max);
            }
        }
        byEngine.values().removeIf(values -> values.size() < best.size());
        byEngine.put(BEST, best);
        Map<String, Double> means = new LinkedHashMap<>();
        byEngine.forEach((engine, values) -> geometricMean(values).ifPresent(mean -> means.put(engine, mean)));
        return means;
    }

    private static OptionalDouble geometricMean(Map<String, Double> values) {
        OptionalDouble logarithm =
                values.values().stream().mapToDouble(Math::log).average();
        return logarithm.isPresent() ? OptionalDouble.of(Math.exp(logarithm.getAsDouble())) : OptionalDouble.empty();
    }
}
