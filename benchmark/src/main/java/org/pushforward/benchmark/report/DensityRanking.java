package org.pushforward.benchmark.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pushforward.metrics.inference.CrossedMean;
import org.pushforward.metrics.inference.DetectableDifference;
import org.pushforward.metrics.inference.Holm;

/** The log-densities of the density models of a comparison, over trainings and units of held-out data. */
public final class DensityRanking {
    private final Map<String, List<LogDensity>> densities;

    private DensityRanking(Map<String, List<LogDensity>> densities) {
        this.densities = densities;
    }

    /** Returns the ranking of a comparison. */
    public static DensityRanking of(ComparisonResult comparison) {
        return new DensityRanking(comparison.models().stream()
                .filter(model -> model.density().isPresent())
                .collect(Collectors.groupingBy(
                        DensityRanking::name,
                        LinkedHashMap::new,
                        Collectors.mapping(model -> model.density().orElseThrow(), Collectors.toList()))));
    }

    private static String name(ModelResult model) {
        return model.title() + '\n' + model.engine();
    }

    /** Returns whether no model has a density. */
    public boolean isEmpty() {
        return densities.isEmpty();
    }

    /** Returns whether log-densities are also available in the units of the quantity. */
    public boolean hasUnits() {
        return densities.values().stream().flatMap(Collection::stream).anyMatch(density -> density.inUnits()
                .isPresent());
    }

    /** Returns the mean log-density of a model over its trainings, for the data in the form that models get. */
    public Optional<CrossedMean> standardized(ModelResult model) {
        return mean(model, density -> Optional.of(density.byUnit()));
    }

    /** Returns the mean log-density of a model over its trainings, in the units of the quantity. */
    public Optional<CrossedMean> inUnits(ModelResult model) {
        return mean(model, LogDensity::inUnits);
    }

    private Optional<CrossedMean> mean(ModelResult model, Function<LogDensity, Optional<double[]>> numbers) {
        double[][] table = densities.getOrDefault(name(model), List.of()).stream()
                .flatMap(density -> numbers.apply(density).stream())
                .toArray(double[][]::new);
        return table.length == 0 ? Optional.empty() : Optional.of(CrossedMean.of(table));
    }

    /**
     * Returns whether a model has the highest log-density or does not differ significantly from the model that has, by paired tests
     * over units and trainings with Holm's correction. Always false for a single training or a single model.
     */
    public boolean isAmongBest(ModelResult model) {
        List<double[][]> tables = tables();
        if (!comparable(tables)) {
            return false;
        }
        int best = best(tables);
        int mine = List.copyOf(densities.keySet()).indexOf(name(model));
        int[] others = IntStream.range(0, tables.size()).filter(i -> i != best).toArray();
        double[] pValues = Holm.adjusted(Arrays.stream(others)
                .mapToDouble(i -> CrossedMean.of(difference(tables.get(best), tables.get(i)))
                        .pValue())
                .toArray());
        return mine == best
                || IntStream.range(0, others.length).anyMatch(i -> others[i] == mine && pValues[i] > Ranking.LEVEL);
    }

    /**
     * Returns the difference from the best model, in nats, that the tests find with probability {@link Ranking#POWER}: the largest
     * over the other models. Empty if models were not tested.
     */
    public OptionalDouble detectableDifference() {
        List<double[][]> tables = tables();
        if (!comparable(tables)) {
            return OptionalDouble.empty();
        }
        int best = best(tables);
        double level = Ranking.LEVEL / (tables.size() - 1);
        return IntStream.range(0, tables.size())
                .filter(i -> i != best)
                .mapToObj(i -> CrossedMean.of(difference(tables.get(best), tables.get(i))))
                .filter(mean -> mean.standardError() > 0)
                .mapToDouble(mean -> new DetectableDifference(mean.standardError(), mean.degreesOfFreedom(), level)
                        .at(Ranking.POWER))
                .max();
    }

    private List<double[][]> tables() {
        return densities.values().stream()
                .map(list -> list.stream().map(LogDensity::byUnit).toArray(double[][]::new))
                .toList();
    }

    private static boolean comparable(List<double[][]> tables) {
        int trainings = tables.stream().mapToInt(table -> table.length).max().orElse(0);
        return trainings > 1 && tables.size() > 1 && tables.stream().allMatch(table -> table.length == trainings);
    }

    private static int best(List<double[][]> tables) {
        double[] means = tables.stream()
                .mapToDouble(table -> CrossedMean.of(table).mean())
                .toArray();
        return IntStream.range(0, means.length)
                .reduce((a, b) -> means[b] > means[a] ? b : a)
                .orElseThrow();
    }

    private static double[][] difference(double[][] first, double[][] second) {
        double[][] difference = new double[first.length][first[0].length];
        for (int s = 0; s < first.length; s++) {
            for (int u = 0; u < first[s].length; u++) {
                difference[s][u] = first[s][u] - second[s][u];
            }
        }
        return difference;
    }
}
