package org.pushforward.benchmark.infer.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.data.Rows;
import org.pushforward.distribution.Preprocessing;
import org.pushforward.model.Model;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Ladder;
import org.pushforward.sample.Sampler;
import org.pushforward.sample.SamplingLoop;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Trained;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.prior.FieldPrior;
import org.pushforward.zoo.field.prior.RainPrior;
import org.pushforward.zoo.posterior.GaugeDenoiser;
import org.pushforward.zoo.sampler.ChurnedHeun;
import org.pushforward.zoo.sampler.DiffusionSampling;
import org.pushforward.zoo.sampler.TimeGrid;
import org.pushforward.zoo.score.DiffusionModel;
import org.pushforward.zoo.score.WindowedDenoiser;

/**
 * A diffusion model of fields in standard units that takes gauges as its input. Without gauges it is the prior.
 *
 * <p>Its window has a fixed number of cells. A smaller map is the northwest corner of the window; the cells beyond it are not observed.
 * A larger map is covered by overlapping windows ({@link WindowedDenoiser}).
 */
final class LearnedPrior implements AutoCloseable {
    /** More draws at once do not make a step faster. */
    private static final int PART = 32;
    /** A map of 96 x 160 cells has 45 windows. */
    private static final int MOST_WINDOWS = 64;

    private static final double CONCENTRATION = 7;

    private final Trained<DiffusionModel> trained;
    /** Whether it is the model that this program contains, whose training is known. */
    private final boolean shipped;

    private LearnedPrior(Trained<DiffusionModel> trained, boolean shipped) {
        this.trained = trained;
        this.shipped = shipped;
    }

    /** Loads the model that this program contains. */
    static LearnedPrior shipped(Backend backend) {
        return new LearnedPrior(RainPrior.load(backend), true);
    }

    /**
     * Returns the prior of a loaded model.
     *
     * @param name where the model comes from, for messages
     * @throws IllegalArgumentException if it is not a diffusion model on gauges that was trained without preprocessing
     */
    static LearnedPrior of(String name, Trained<Model> trained) {
        boolean fits = trained.model() instanceof DiffusionModel model
                && model.event().rank() == 3
                && model.denoiser().context().names().contains(GaugeDenoiser.MASK)
                && trained.preprocessing() instanceof Preprocessing.Identity;
        if (!fits) {
            trained.close();
            throw new IllegalArgumentException(
                    "model of " + name + ": expected a diffusion model with 'gauges' that was"
                            + " trained without preprocessing on fields in standard units, such as that of"
                            + " examples/rain-prior.yaml");
        }
        return new LearnedPrior(trained.as(DiffusionModel.class), false);
    }

    /** Returns the model of a window. */
    DiffusionModel model() {
        return trained.model();
    }

    /** Returns the model of a map: of one window, or of several that overlap. */
    DiffusionModel model(Grid grid) {
        return enlarged(model(), grid);
    }

    /** Returns the model of a map without gauges. */
    DiffusionModel ungauged(Grid grid) {
        return enlarged(GaugeDenoiser.prior(model()), grid);
    }

    private DiffusionModel enlarged(DiffusionModel model, Grid grid) {
        Shape domain = domain(grid);
        return domain.equals(model.event()) ? model : WindowedDenoiser.enlarge(model, domain, overlap());
    }

    /** Returns the shape of a field that contains a map and at least one window. */
    private Shape domain(Grid grid) {
        Shape event = model().event();
        return Shape.of(1, Math.max(grid.rows(), event.dim(1)), Math.max(grid.columns(), event.dim(2)));
    }

    /** Returns how many rows and columns neighboring windows share: half a window. */
    private int overlap() {
        return Math.min(model().event().dim(1), model().event().dim(2)) / 2;
    }

    /** Returns the number of windows of a map. */
    int windows(Grid grid) {
        return WindowedDenoiser.of(model().denoiser(), model().event(), domain(grid), overlap())
                .windows();
    }

    /** Returns notes on the windows of a map, if there are several, and on its size, if it is not that of the training. */
    List<String> notes(Grid grid) {
        List<String> notes = new ArrayList<>();
        int count = windows(grid);
        if (count > 1) {
            notes.add("the map is made of " + count + " overlapping windows of "
                    + model().event().dim(1) + " x " + model().event().dim(2)
                    + " cells, so correlations over longer distances are lost");
        }
        int side = Math.max(grid.rows(), grid.columns());
        int usual = RainPrior.EVENT.dim(2);
        if (shipped && side != usual) {
            double range = new FieldPrior().range();
            notes.add(String.format(
                    Locale.ROOT,
                    "the learned prior has a median range of %.0f cells on any map, and the priors of full Bayes and of simulated"
                            + " fields have one of %.3g cells on this map, whose longer side has %d instead of %d cells",
                    range,
                    range * side / usual,
                    side,
                    usual));
        }
        return notes;
    }

    /** Returns why a map is too large for this prior, if it is. */
    Optional<String> obstacle(Grid grid) {
        int count = windows(grid);
        return count <= MOST_WINDOWS
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "the map has %d x %d cells, which takes %d windows of the learned prior, and more than %d take too"
                                + " long; kriging and full Bayes have no windows, and a larger 'cell' in 'grid' makes the map fit",
                        grid.rows(),
                        grid.columns(),
                        count,
                        MOST_WINDOWS));
    }

    /** Returns a sampler with fresh noise at high levels only, for cruder guidance. */
    ChurnedHeun sampling(int steps) {
        return ChurnedHeun.above(levels(steps), 1);
    }

    /** Returns a sampler with fresh noise of a scale at all levels that matter. */
    ChurnedHeun sampling(int steps, double noiseScale) {
        return ChurnedHeun.throughout(levels(steps), 1, noiseScale);
    }

    /** Returns levels that fall from the first to the last of the model's own sampler. */
    TimeGrid levels(int steps) {
        List<Double> own = model().samplings().values().stream()
                .filter(DiffusionSampling.class::isInstance)
                .map(each -> ((DiffusionSampling<?>) each).grid().levels())
                .findFirst()
                .orElseThrow();
        return TimeGrid.karras(own.get(own.size() - 1), own.get(0), CONCENTRATION, steps);
    }

    /** Returns the cells that contain a map and at least one window. */
    Grid window(Grid grid) {
        Shape domain = domain(grid);
        return new Grid(domain.dim(1), domain.dim(2), grid.x0(), grid.y0(), grid.dx(), grid.dy());
    }

    /**
     * Draws fields in all windows and returns those of the map.
     *
     * @param sampler a sampler of the model of the map, or of one that was derived from it
     * @param context the context of one field, one row, which applies to all draws
     * @return the draws in the unit of the data, [count, rows, columns]
     */
    HostArray draw(
            Sampler<?> sampler, Rows context, GaugedField field, int count, RandomKey key, Cancellation cancellation) {
        return inData(sample(sampler, context, field.grid(), count, 1, key, cancellation), field);
    }

    /**
     * Returns the results of a sampler.
     *
     * @param fields the number of fields that a result of the sampler takes
     */
    HostArray sample(
            Sampler<?> sampler,
            Rows context,
            Grid grid,
            int count,
            int fields,
            RandomKey key,
            Cancellation cancellation) {
        int atOnce = Math.max(1, Math.min(PART / (windows(grid) * fields), count));
        try (SamplingLoop<?> loop =
                SamplingLoop.of(trained.backend(), sampler, model().variables(), trained.values(), Ladder.of(atOnce))) {
            return loop.draw(key, count, context.take(new int[count]), cancellation);
        }
    }

    /**
     * Returns the map's part of drawn fields, in the unit of the data, [fields, rows, columns].
     *
     * @throws IllegalArgumentException if a value is not finite, because the sampler diverged
     */
    HostArray inData(HostArray drawn, GaugedField field) {
        int rows = field.grid().rows();
        int columns = field.grid().columns();
        Shape domain = domain(field.grid());
        int width = domain.dim(2);
        int size = domain.size();
        int count = drawn.size() / size;
        double[] values = new double[count * rows * columns];
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double standard = drawn.get(k * size + i * width + j);
                    // A transform may map NaN to an ordinary value: no square is below 0.
                    if (!Double.isFinite(standard)) {
                        throw new IllegalArgumentException("draw " + (k + 1) + " of " + count + " is " + standard
                                + " in the cell of row " + (i + 1) + ", column " + (j + 1)
                                + ": expected finite numbers, so the sampler diverged; take more 'steps' of the method, or"
                                + " look for gauges that are very precise, or far from the mean");
                    }
                    values[(k * rows + i) * columns + j] =
                            field.units().toData(field.scale().value(standard));
                }
            }
        }
        return HostArray.wrap(Shape.of(count, rows, columns), values);
    }

    @Override
    public void close() {
        trained.close();
    }
}
