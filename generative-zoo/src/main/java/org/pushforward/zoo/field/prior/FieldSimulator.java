package org.pushforward.zoo.field.prior;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.pushforward.data.TracedRows;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Ellipse;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.covariance.Correlation;
import org.pushforward.zoo.field.covariance.Matern;
import org.pushforward.zoo.field.covariance.Structure;
import org.pushforward.zoo.field.covariance.Tabulated;
import org.pushforward.zoo.field.inference.Hyperprior;
import org.pushforward.zoo.field.simulation.LocalConvolution;
import org.pushforward.zoo.field.simulation.Normals;
import org.pushforward.zoo.field.simulation.TracedConvolution;

/**
 * Draws fields from a {@link FieldPrior} on a grid. Field k depends only on the key and on k. Thread-safe.
 *
 * <p>The covariance of a field that changes from place to place moves between those of two stationary fields, see
 * {@link LocalConvolution}, and its standard deviation is log-normal. Both follow smooth maps whose range is that of the grid or half of
 * it.
 */
public final class FieldSimulator {
    /** The correlation at the margin of the periodic grid. */
    private static final double NEGLIGIBLE = 0.01;
    /** The largest margin, in sides of the grid: beyond it the longest ranges lose a little of their correlation. */
    private static final int WIDEST = 3;
    /** How sharply the two covariances of a field divide the grid. */
    private static final double SHARPNESS = 2.5;

    private final FieldPrior prior;
    private final Grid grid;
    private final List<Correlation> correlations;
    private final List<Hyperprior> hyperpriors;
    /** The scaled distance at which each correlation is negligible. */
    private final double[] reaches;

    /** Makes a simulator of fields on a grid with unit steps. */
    public FieldSimulator(FieldPrior prior, int rows, int columns) {
        this.prior = prior;
        this.grid = Grid.of(rows, columns);
        this.correlations = prior.smoothness().stream()
                .map(smoothness -> fast(new Matern(smoothness)))
                .toList();
        this.hyperpriors = correlations.stream().map(prior::hyperprior).toList();
        this.reaches = correlations.stream()
                .mapToDouble(each -> FieldPrior.reach(each, NEGLIGIBLE))
                .toArray();
    }

    private static Correlation fast(Matern matern) {
        return List.of(0.5, 1.5, 2.5).contains(matern.smoothness()) ? matern : Tabulated.of(matern);
    }

    /** Returns the grid. */
    public Grid grid() {
        return grid;
    }

    /** Returns fields of shape [count, rows, columns], float64. */
    public HostArray sample(int count, RandomKey key) {
        double[] fields = new double[Normals.length(count, grid.shape())];
        IntStream.range(0, count).parallel().forEach(k -> {
            double[] field = distribution(key.fold(k)).values(key.fold(k));
            System.arraycopy(field, 0, fields, k * grid.cells(), grid.cells());
        });
        return HostArray.wrap(Shape.of(count, grid.rows(), grid.columns()), fields);
    }

    /** Returns field k of {@link #sample} with its parameters. */
    public SimulatedField field(int k, RandomKey key) {
        FieldDistribution drawn = distribution(key.fold(k));
        return new SimulatedField(
                HostArray.wrap(grid.shape(), drawn.values(key.fold(k))),
                drawn.structure().isPresent(),
                drawn.correlation(),
                drawn.mean(),
                drawn.covariance());
    }

    /** Returns a way to draw images of one channel in a graph, [1, rows, columns]. */
    public TracedRows traced() {
        int margin = WIDEST * Math.max(grid.rows(), grid.columns());
        FieldIngredients ingredients = new FieldIngredients(this, new TracedConvolution(grid, correlations, margin));
        return new TracedRows(ingredients, ingredients::fields);
    }

    /** Returns the prior. */
    FieldPrior prior() {
        return prior;
    }

    private FieldDistribution distribution(RandomKey key) {
        return distribution(FieldLatents.draw(prior, key));
    }

    /** Returns the distribution of the fields whose parameters have some scores. */
    FieldDistribution distribution(FieldLatents scores) {
        FieldParameters drawn = parameters(scores);
        Correlation correlation = correlations.get(drawn.kind());
        Structure structure = new Structure(correlation, drawn.variance(), drawn.first());
        if (drawn.second().isEmpty()) {
            LocalConvolution sampler = LocalConvolution.of(
                    structure, grid, margin(drawn.kind(), drawn.first().major()));
            return new FieldDistribution(drawn.mean(), drawn.nugget(), correlation, Optional.of(structure), sampler);
        }
        Ellipse second = drawn.second().orElseThrow();
        double[] rest = new double[grid.cells()];
        Arrays.setAll(rest, cell -> 1 - drawn.share()[cell]);
        LocalConvolution sampler = LocalConvolution.of(
                List.of(
                        new LocalConvolution.WeightedCovariance(structure, drawn.share()),
                        new LocalConvolution.WeightedCovariance(
                                new Structure(correlation, drawn.variance(), second), rest)),
                drawn.deviation(),
                grid,
                margin(drawn.kind(), Math.max(drawn.first().major(), second.major())));
        return new FieldDistribution(drawn.mean(), drawn.nugget(), correlation, Optional.empty(), sampler);
    }

    /** Returns the parameters that have some scores. */
    FieldParameters parameters(FieldLatents scores) {
        int kind = scores.kind();
        double mean = scores.mean() * prior.meanDeviation();
        double[] first = hyperpriors.get(kind).at(scores.first());
        Ellipse ellipse = new Ellipse(first[1], first[2], first[3]);
        double[] share = new double[grid.cells()];
        double[] deviation = new double[grid.cells()];
        if (!scores.local()) {
            Arrays.fill(share, 1);
            Arrays.fill(deviation, Math.sqrt(first[0]));
            return new FieldParameters(kind, mean, first[4], first[0], ellipse, Optional.empty(), share, deviation);
        }
        double[] second = hyperpriors.get(kind).at(scores.second());
        double range = Math.max(grid.rows(), grid.columns()) * (0.5 + 0.5 * scores.extent());
        double[] sharing = SmoothMap.of(grid, range, scores.share());
        Arrays.setAll(share, cell -> 1 / (1 + Math.exp(-SHARPNESS * sharing[cell])));
        double[] spreading = SmoothMap.of(grid, range, scores.deviation());
        // E s^2 is the variance, as in a stationary field.
        double spread = prior.localSpread();
        Arrays.setAll(deviation, cell -> Math.sqrt(first[0]) * Math.exp(spread * spreading[cell] - spread * spread));
        Optional<Ellipse> other = Optional.of(new Ellipse(second[1], second[2], second[3]));
        return new FieldParameters(kind, mean, first[4], first[0], ellipse, other, share, deviation);
    }

    private int margin(int kind, double range) {
        return (int)
                Math.ceil(Math.min(range * reaches[kind], (double) WIDEST * Math.max(grid.rows(), grid.columns())));
    }
}
