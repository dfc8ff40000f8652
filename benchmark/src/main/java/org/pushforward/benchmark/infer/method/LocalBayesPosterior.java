package org.pushforward.benchmark.infer.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.gauges.FieldScale;
import org.pushforward.benchmark.infer.gauges.GaugedCells;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.benchmark.report.inference.ParameterSummary;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.inference.ChainDiagnostics;
import org.pushforward.zoo.field.kriging.ConditionalSimulation;
import org.pushforward.zoo.field.kriging.Kriging;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.kriging.MixturePrediction;
import org.pushforward.zoo.field.kriging.NormalPrediction;
import org.pushforward.zoo.field.prior.FieldChain;
import org.pushforward.zoo.field.prior.FieldPrior;
import org.pushforward.zoo.field.prior.FieldSimulator;

/**
 * Full Bayes with covariances that may change from place to place, under the prior that the learned prior was trained on: its exact
 * posterior ({@link FieldChain}). Each gauge stands for its cell ({@link GaugedCells}). If the chains disagree about the likelihood, a note
 * says so.
 *
 * @param settings the chains
 */
public record LocalBayesPosterior(MethodSettings.LocalBayes settings) implements FieldPosterior {
    /** With more gauges a chain takes minutes. */
    private static final int MOST = 300;
    /** On larger maps each move of a chain takes longer than a few milliseconds. */
    private static final int MOST_CELLS = 64 * 64;
    /** The numbers that a draw of the covariance keeps for each cell: six arrays on a periodic grid of up to 16 times the cells. */
    public static final int NUMBERS = 6 * 16;
    /** Ranges grow with the longer side of the map, up to 1,000 cells. */
    private static final int LONGEST = 2_000;
    /** The side of the maps that the prior is for. */
    private static final double SIDE = 32;

    @Override
    public String name() {
        return settings.title();
    }

    @Override
    public Optional<String> obstacle(GaugedField field) {
        int count = field.gauges().count();
        if (count > MOST) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "there are %,d gauges, and chains over covariances that change take too long with more than %,d; full"
                            + " Bayes with one covariance takes less time",
                    count,
                    MOST));
        }
        Grid grid = field.grid();
        return fits(grid)
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "the map has %d x %d cells, and chains over covariances that change are for up to %,d, and up to"
                                + " %,d along a side; a larger 'cell' in 'grid' makes the map fit",
                        grid.rows(),
                        grid.columns(),
                        MOST_CELLS,
                        LONGEST));
    }

    /** Returns whether a map is small enough. */
    public static boolean fits(Grid grid) {
        return grid.cells() <= MOST_CELLS && Math.max(grid.rows(), grid.columns()) <= LONGEST;
    }

    @Override
    public FieldForecast given(GaugedField field, int draws, RandomKey key, Cancellation cancellation) {
        Grid map = field.grid();
        FieldSimulator simulator = new FieldSimulator(prior(map), map.rows(), map.columns());
        Measurements gauges = standard(field, simulator.grid());
        List<FieldChain> chains = IntStream.range(0, settings.chains())
                .parallel()
                .mapToObj(chain -> chain(simulator, gauges, key.fold("chain").fold(chain), cancellation))
                .toList();
        List<FieldChain.Draw> all =
                chains.stream().flatMap(chain -> chain.draws().stream()).toList();
        List<FieldChain.Draw> used = spread(all, Math.min(FullBayesPosterior.MIXED, all.size()));
        stopIf(cancellation);
        MixturePrediction mixture =
                FieldChain.predict(used, gauges, simulator.grid().places());
        stopIf(cancellation);
        HostArray fields = fields(simulator.grid(), gauges, spread(all, draws), key.fold("fields"));
        return new FieldForecast(
                inData(field, fields),
                field.units().toData(scaled(mixture, field.scale())),
                List.of(ParameterSummary.of(
                        "probability of change",
                        all.stream()
                                .mapToInt(draw -> draw.stationary() ? 0 : 1)
                                .average()
                                .orElseThrow())),
                notes(chains));
    }

    /** Returns the prior of the parameters, with a range in proportion to the size of the map. */
    static FieldPrior prior(Grid map) {
        FieldPrior usual = new FieldPrior();
        return usual.withRange(usual.range() * Math.max(map.rows(), map.columns()) / SIDE);
    }

    private FieldChain chain(FieldSimulator simulator, Measurements gauges, RandomKey key, Cancellation cancellation) {
        return FieldChain.run(
                simulator, gauges, settings.draws(), settings.skipped(), settings.thinning(), key, cancellation);
    }

    private static void stopIf(Cancellation cancellation) {
        if (cancellation.isRequested()) {
            throw new CancellationException("full Bayes was stopped");
        }
    }

    /** Returns the gauged cells in standard units, at the centers of the simulator's cells. */
    private static Measurements standard(GaugedField field, Grid grid) {
        GaugedCells cells = GaugedCells.of(field.gauges(), field.grid());
        FieldScale scale = field.scale();
        double unit = scale.deviation() * scale.deviation();
        return Measurements.withNoise(
                grid.places().select(cells.cells()),
                Arrays.stream(cells.values()).map(scale::standard).toArray(),
                Arrays.stream(cells.noise()).map(noise -> noise / unit).toArray());
    }

    /** Returns elements that are spread evenly over a list, repeated if it is shorter. */
    private static List<FieldChain.Draw> spread(List<FieldChain.Draw> all, int count) {
        return IntStream.range(0, count)
                .mapToObj(k -> all.get((int) ((long) k * all.size() / count)))
                .toList();
    }

    /** Draws a field with each covariance. */
    private static HostArray fields(Grid grid, Measurements gauges, List<FieldChain.Draw> draws, RandomKey key) {
        Places places = grid.places();
        return HostArray.concat(IntStream.range(0, draws.size())
                .parallel()
                .mapToObj(k -> ConditionalSimulation.of(
                                draws.get(k).sampler(),
                                places,
                                gauges,
                                Kriging.of(draws.get(k).covariance(), Trend.known(0), gauges))
                        .sample(1, key.fold(k)))
                .toList());
    }

    private static HostArray inData(GaugedField field, HostArray standard) {
        double[] values = standard.toDoubles();
        Arrays.setAll(values, i -> field.units().toData(field.scale().value(values[i])));
        return HostArray.wrap(standard.shape(), values);
    }

    private static MixturePrediction scaled(MixturePrediction standard, FieldScale scale) {
        List<NormalPrediction> parts = new ArrayList<>();
        double unit = scale.deviation() * scale.deviation();
        standard.parts()
                .forEach(part -> parts.add(new NormalPrediction(
                        Arrays.stream(part.mean()).map(scale::value).toArray(),
                        Arrays.stream(part.variance()).map(v -> unit * v).toArray())));
        return new MixturePrediction(parts);
    }

    private static List<String> notes(List<FieldChain> chains) {
        double rHat = ChainDiagnostics.of(
                        "likelihood",
                        chains.stream()
                                .map(chain -> chain.draws().stream()
                                        .mapToDouble(FieldChain.Draw::logLikelihood)
                                        .toArray())
                                .toArray(double[][]::new))
                .rHat();
        return rHat > ChainDiagnostics.LARGEST_R_HAT
                ? List.of(String.format(
                        Locale.ROOT,
                        "the chains disagree about the likelihood (R-hat %.2f, above %.2f): run longer ones, with larger"
                                + " 'thinning' and 'skipped' of 'local-bayes'",
                        rHat,
                        ChainDiagnostics.LARGEST_R_HAT))
                : List.of();
    }
}
