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
 * The samplers of all models of a comparison with their scores over trainings and sets, and what these allow to conclude: which cannot
 * be told from the best, and which are worse than real data.
 */
public final class Ranking {
    /** The probability of telling apart samplers that are equally good, over all samplers of a comparison. */
    public static final double LEVEL = 0.05;

    private final ComparisonResult comparison;
    private final List<Entry> entries;
    private final Map<Scores.Kind, Set<Entry>> best;

    /**
     * One sampler of one model on one engine.
     *
     * @param trainings what each training found, those that have samples of this sampler
     * @param sampler the sampler's name
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

        /** Returns the modes that each training's samples hold, where modes can be counted. */
        public List<ModeCount> modes() {
            return trainings.stream()
                    .flatMap(training -> of(training).modes().stream())
                    .toList();
        }

        /** Returns all scores of one kind, [training][set]. */
        public double[][] scores(Scores.Kind kind) {
            return trainings.stream()
                    .map(training ->
                            of(training).scores().stream().mapToDouble(kind::of).toArray())
                    .toArray(double[][]::new);
        }

        private double[] all(Scores.Kind kind) {
            return Arrays.stream(scores(kind)).flatMapToDouble(Arrays::stream).toArray();
        }

        /** Returns whether every score is a positive number. */
        public boolean isWhole(Scores.Kind kind) {
            return Arrays.stream(all(kind)).allMatch(score -> score > 0 && Double.isFinite(score));
        }

        /** Returns mean and standard deviation over trainings of the mean over sets; over sets where there is one training. */
        public Estimate estimate(Scores.Kind kind) {
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
        this.best = new EnumMap<>(Scores.Kind.class);
        for (Scores.Kind kind : Scores.Kind.values()) {
            best.put(kind, notToldFromBest(kind));
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

    /** Returns the entries, those of one model side by side. */
    public List<Entry> entries() {
        return entries;
    }

    /** Returns how many trainings a model has here at most. */
    public int trainings() {
        return comparison.models().stream()
                .collect(Collectors.groupingBy(model -> model.title() + '\n' + model.engine()))
                .values()
                .stream()
                .mapToInt(Collection::size)
                .max()
                .orElse(0);
    }

    /** Returns whether models can be told apart at all: they have two trainings or more, and there are two of them. */
    public boolean tells() {
        return best.get(Scores.Kind.SLICED).size() > 0;
    }

    /** Returns whether an entry is the best or cannot be told from it; never where there is one training. */
    public boolean isAmongBest(Entry entry, Scores.Kind kind) {
        return best.get(kind).contains(entry);
    }

    private Set<Entry> notToldFromBest(Scores.Kind kind) {
        int trainings = trainings();
        List<Entry> whole = entries.stream()
                .filter(entry -> entry.trainings().size() == trainings && entry.isWhole(kind))
                .toList();
        boolean comparable = trainings > 1
                && whole.size() > 1
                && (comparison.blocks() == 0 || comparison.sets() > 1)
                && whole.stream().allMatch(entry -> entry.scores(kind)[0].length == comparison.sets());
        if (!comparable) {
            return Set.of();
        }
        boolean[] bold = new RepeatedScores(
                        whole.stream().map(entry -> entry.scores(kind)).toArray(double[][][]::new), comparison.blocks())
                .notToldFromBest(LEVEL);
        return IntStream.range(0, bold.length)
                .filter(i -> bold[i])
                .mapToObj(whole::get)
                .collect(Collectors.toSet());
    }

    /** Returns the band of real data for the scores of an entry; the sets of a few blocks are no new data, so they count once. */
    public Optional<NullBand> band(Entry entry, Scores.Kind kind) {
        int averaged = comparison.blocks() > 0 ? 1 : entry.all(kind).length;
        return comparison.real().band(kind, averaged);
    }

    /** Where a score lies. */
    public enum Place {
        /** Below the band of real data: nearer than fresh real data are, as copies of held-out data would be. */
        BELOW("below"),
        /** Within the band. */
        WITHIN("within"),
        /** Above the band: worse than real data. */
        ABOVE("above");

        private final String label;

        Place(String label) {
            this.label = label;
        }

        /** Returns the place in a word. */
        public String label() {
            return label;
        }
    }

    /** Returns where the geometric mean of an entry's scores lies, if it has one and there is a band. */
    public Optional<Place> place(Entry entry, Scores.Kind kind) {
        if (!entry.isWhole(kind)) {
            return Optional.empty();
        }
        double mean = NullBand.geometricMean(entry.all(kind));
        return band(entry, kind)
                .map(band -> mean > band.band().high()
                        ? Place.ABOVE
                        : mean < band.band().low() ? Place.BELOW : Place.WITHIN);
    }
}
