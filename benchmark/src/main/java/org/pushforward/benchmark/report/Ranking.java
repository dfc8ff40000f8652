package org.pushforward.benchmark.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.metrics.inference.NullBand;
import org.pushforward.metrics.inference.RepeatedScores;

/**
 * The samplers of all models of a comparison, with their scores over trainings and sets. The ranking tests which samplers differ
 * from the best, and which are worse than real data.
 */
public final class Ranking {
    /** The power: the probability that the tests find a difference that is reported as detectable. */
    public static final double POWER = 0.8;

    /** The significance level: the largest probability of declaring any equally good samplers of a comparison different. */
    public static final double LEVEL = 0.05;

    private final ComparisonResult comparison;
    private final List<Entry> entries;
    private final Map<Scores.DistanceKind, Set<Entry>> best;
    private final Map<Scores.DistanceKind, Double> detectable;

    /**
     * One sampler of one model on one engine.
     *
     * @param trainings the results of the trainings that have samples of this sampler
     * @param sampler the name of the sampler
     */
    public record Entry(List<ModelResult> trainings, String sampler) {
        /** Returns the first training. */
        public ModelResult model() {
            return trainings.get(0);
        }

        /** Returns the samples of the first training. */
        public SamplerResult samples() {
            return of(model());
        }

        private SamplerResult of(ModelResult training) {
            return training.samplers().stream()
                    .filter(one -> one.name().equals(sampler))
                    .findFirst()
                    .orElseThrow();
        }

        /** Returns the mode counts of the samples of each training, if modes can be counted. */
        public List<ModeCount> modes() {
            return trainings.stream()
                    .flatMap(training -> of(training).modes().stream())
                    .toList();
        }

        /** Returns all scores of one kind, [training][set]. */
        public double[][] scores(Scores.DistanceKind kind) {
            return trainings.stream()
                    .map(training ->
                            of(training).scores().stream().mapToDouble(kind::of).toArray())
                    .toArray(double[][]::new);
        }

        private double[] all(Scores.DistanceKind kind) {
            return Arrays.stream(scores(kind)).flatMapToDouble(Arrays::stream).toArray();
        }

        /** Returns whether every score is positive and finite. */
        public boolean isWhole(Scores.DistanceKind kind) {
            return Arrays.stream(all(kind)).allMatch(score -> score > 0 && Double.isFinite(score));
        }

        /**
         * Returns the mean and standard deviation over trainings of the mean over sets. For a single training, they are over its
         * sets.
         */
        public Estimate estimate(Scores.DistanceKind kind) {
            return trainings.size() == 1
                    ? Estimate.of(all(kind))
                    : Estimate.of(Arrays.stream(scores(kind))
                            .mapToDouble(sets -> Estimate.of(sets).mean())
                            .toArray());
        }
    }

    private Ranking(ComparisonResult comparison) {
        this.comparison = comparison;
        this.entries = comparison.models().stream()
                .collect(Collectors.groupingBy(ModelResult::title, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .flatMap(ofTitle -> ofTitle.stream()
                        .collect(Collectors.groupingBy(ModelResult::engine, LinkedHashMap::new, Collectors.toList()))
                        .values()
                        .stream())
                .flatMap(trainings -> entries(trainings).stream())
                .toList();
        this.best = new EnumMap<>(Scores.DistanceKind.class);
        this.detectable = new EnumMap<>(Scores.DistanceKind.class);
        for (Scores.DistanceKind kind : Scores.DistanceKind.values()) {
            best.put(kind, Set.of());
            compare(kind);
        }
    }

    /** Returns the ranking of a comparison. */
    public static Ranking of(ComparisonResult comparison) {
        return new Ranking(comparison);
    }

    private static List<Entry> entries(List<ModelResult> trainings) {
        List<String> samplers = trainings.stream()
                .flatMap(training -> training.samplers().stream())
                .map(SamplerResult::name)
                .distinct()
                .toList();
        List<Entry> entries = new ArrayList<>();
        for (String sampler : samplers) {
            entries.add(new Entry(
                    trainings.stream()
                            .filter(training -> training.samplers().stream()
                                    .anyMatch(one -> one.name().equals(sampler)))
                            .toList(),
                    sampler));
        }
        return entries;
    }

    /** Returns the comparison. */
    public ComparisonResult comparison() {
        return comparison;
    }

    /** Returns the entries; entries of one model are adjacent. */
    public List<Entry> entries() {
        return entries;
    }

    /** Returns the largest number of trainings of any model. */
    public int trainings() {
        return comparison.models().stream()
                .collect(Collectors.groupingBy(model -> model.title() + '\n' + model.engine()))
                .values()
                .stream()
                .mapToInt(Collection::size)
                .max()
                .orElse(0);
    }

    /** Returns whether entries were tested for differences, which needs at least two entries with two or more trainings each. */
    public boolean isTested() {
        return best.get(Scores.DistanceKind.SLICED).size() > 0;
    }

    /** Returns whether an entry is the best or does not differ significantly from it; always false for a single training. */
    public boolean isAmongBest(Entry entry, Scores.DistanceKind kind) {
        return best.get(kind).contains(entry);
    }

    /**
     * Returns the ratio of the scores of two entries that the tests find with probability {@link #POWER}; empty if entries were not
     * tested.
     */
    public Optional<Double> detectableRatio(Scores.DistanceKind kind) {
        return Optional.ofNullable(detectable.get(kind));
    }

    private void compare(Scores.DistanceKind kind) {
        int trainings = trainings();
        List<Entry> whole = entries.stream()
                .filter(entry -> entry.trainings().size() == trainings && entry.isWhole(kind))
                .toList();
        boolean comparable = trainings > 1
                && whole.size() > 1
                && (comparison.blocks() == 0 || comparison.sets() > 1)
                && whole.stream().allMatch(entry -> entry.scores(kind)[0].length == comparison.sets());
        if (!comparable) {
            return;
        }
        RepeatedScores scores = new RepeatedScores(
                whole.stream().map(entry -> entry.scores(kind)).toArray(double[][][]::new), comparison.blocks());
        boolean[] bold = scores.indistinguishableFromBest(LEVEL);
        best.put(
                kind,
                IntStream.range(0, bold.length)
                        .filter(i -> bold[i])
                        .mapToObj(whole::get)
                        .collect(Collectors.toSet()));
        detectable.put(kind, scores.detectableRatio(LEVEL, POWER));
    }

    /** Returns the band of real data for the mean over all trainings and sets of a model. */
    public Optional<NullBand> band(Scores.DistanceKind kind) {
        int averaged = comparison.blocks() > 0 ? 1 : Math.max(1, trainings()) * comparison.sets();
        return comparison.real().band(kind, averaged);
    }

    /**
     * Returns the band of real data for the scores of an entry. Sets that come from a few blocks are not new data, so they count as
     * one set.
     */
    public Optional<NullBand> band(Entry entry, Scores.DistanceKind kind) {
        int averaged = comparison.blocks() > 0 ? 1 : entry.all(kind).length;
        return comparison.real().band(kind, averaged);
    }

    /** The place of a score relative to the band of real data. */
    public enum BandPosition {
        /** Below the band: closer to the held-out data than fresh real data, as copies of held-out data would be. */
        BELOW("below"),
        /** Within the band. */
        WITHIN("within"),
        /** Above the band: worse than real data. */
        ABOVE("above");

        private final String label;

        BandPosition(String label) {
            this.label = label;
        }

        /** Returns the place in one word. */
        public String label() {
            return label;
        }
    }

    /** Returns the place of the geometric mean of an entry's scores; empty if a score is not positive or there is no band. */
    public Optional<BandPosition> place(Entry entry, Scores.DistanceKind kind) {
        if (!entry.isWhole(kind)) {
            return Optional.empty();
        }
        double mean = NullBand.geometricMean(entry.all(kind));
        return band(entry, kind)
                .map(band -> mean > band.band().high()
                        ? BandPosition.ABOVE
                        : mean < band.band().low() ? BandPosition.BELOW : BandPosition.WITHIN);
    }
}
