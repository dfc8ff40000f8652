package org.pushforward.zoo.field.prior;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pushforward.backend.Backend;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Trained;
import org.pushforward.zoo.posterior.GaugeDenoiser;
import org.pushforward.zoo.sampler.ChurnedHeun;
import org.pushforward.zoo.sampler.TimeGrid;
import org.pushforward.zoo.score.DiffusionModel;

/**
 * The trained diffusion model of random fields that comes with the library.
 *
 * <p>It learned fields of 32 x 32 cells from {@link FieldPrior} with its default settings, two in five of
 * them without gauges. So one model is the prior and, given any gauges, the posterior:
 *
 * <pre>{@code
 * try (Trained<DiffusionModel> model = RainPrior.load(backend);
 *         Trained<DiffusionModel> posterior = model.sampler(RainPrior.POSTERIOR_SAMPLING);
 *         Trained<DiffusionModel> prior = model.posterior(GaugeDenoiser::prior)) {
 *     CellGauges gauges = CellGauges.exact(cells, values);
 *     HostArray given = posterior.given(gauges.context(RainPrior.EVENT)).sample(key, 32);
 *     HostArray before = prior.sample(key, 32);
 * }
 * }</pre>
 *
 * <p>Values are in standard units: subtract the mean of the gauges' values, divide by their standard deviation, and multiply by
 * {@link FieldPrior#deviation}, the median deviation within a field. {@link #origin} says how the model was trained;
 * {@code ./pushforward train examples/rain-prior.yaml} trains it again.
 */
public final class RainPrior {
    /** The shape of a field. */
    public static final Shape EVENT = Shape.of(1, 32, 32);

    /**
     * The sampling method for fields given gauges: 25 steps with fresh noise, whose scale of 0.985 was chosen for this model on simulated
     * fields. Draws of the model's own samplers vary more: their intervals of 90 % cover 93 %.
     */
    public static final ChurnedHeun POSTERIOR_SAMPLING =
            ChurnedHeun.throughout(TimeGrid.karras(0.01, 100, 7, 25), 1, 0.985);

    private static final String FOLDER = "rain-prior/";
    private static final List<String> FILES = List.of("model.json", "model.safetensors");

    private RainPrior() {}

    /**
     * Loads the model, which is conditioned on gauges ({@link GaugeDenoiser}).
     *
     * @throws UncheckedIOException if no temporary file can be written
     * @throws org.pushforward.checkpoint.CheckpointException if the files are damaged
     */
    public static Trained<DiffusionModel> load(Backend backend) {
        try {
            Path folder = Files.createTempDirectory("pushforward-rain-prior");
            try {
                for (String file : FILES) {
                    try (InputStream in = resource(file)) {
                        Files.copy(in, folder.resolve(file));
                    }
                }
                return Trained.load(folder, backend).as(DiffusionModel.class);
            } finally {
                for (String file : FILES) {
                    Files.deleteIfExists(folder.resolve(file));
                }
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack the prior of rain fields: " + e.getMessage(), e);
        }
    }

    /** Returns how the model was trained: the command, the commit, the seed, the engine, the time and the losses. */
    public static String origin() {
        return text("ORIGIN.txt");
    }

    /** Returns the settings that it was trained with, in YAML. */
    public static String settings() {
        return text("settings.yaml");
    }

    private static String text(String file) {
        try (InputStream in = resource(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read " + file + " of the prior of rain fields: " + e.getMessage(), e);
        }
    }

    private static InputStream resource(String file) {
        InputStream in = RainPrior.class.getResourceAsStream(FOLDER + file);
        if (in == null) {
            throw new IllegalStateException(
                    "the jar of pushforward-zoo lacks " + FOLDER + file + ": it was packed without its resources");
        }
        return in;
    }
}
