package org.pushforward.benchmark.report;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one training of one model did on one data set, on one engine.
 *
 * @param family the kind of model as the settings name it, such as real-nvp
 * @param title its name for readers, such as RealNVP
 * @param backend the engine
 * @param device the engine's device, such as cpu
 * @param threads how many threads the engine was given
 * @param number which training of the model it is, from 1
 * @param parameters how many numbers the model learned
 * @param iterations how many iterations of training were done
 * @param compiling the time to trace and compile
 * @param training the time of the iterations
 * @param ending why training ended
 * @param failure what went wrong, if something did
 * @param losses the loss of each group of parameters, and those on held-out rows
 * @param density the log-density of held-out rows, where the model has one
 * @param samplers the samples that were drawn and how they score
 * @param posterior how the model draws fields of which a few cells are observed, if it is conditioned on gauges
 */
public record ModelResult(
        String family,
        String title,
        String backend,
        String device,
        int threads,
        int number,
        long parameters,
        long iterations,
        Duration compiling,
        Duration training,
        Ending ending,
        Optional<String> failure,
        List<LossCurve> losses,
        Optional<LogDensity> density,
        List<SamplerResult> samplers,
        Optional<PosteriorResult> posterior) {

    /** Why training ended. */
    public enum Ending {
        /** Every iteration was done. */
        COMPLETED("completed"),
        /** The loss on held-out rows no longer fell. */
        STOPPED_EARLY("stopped early"),
        /** It was asked to stop. */
        CANCELLED("cancelled"),
        /** Its time was up. */
        DEADLINE("time was up"),
        /** An error ended it. */
        FAILED("failed");

        private final String label;

        Ending(String label) {
            this.label = label;
        }

        /** Returns the ending in words. */
        public String label() {
            return label;
        }
    }

    /** Copies the lists. */
    public ModelResult {
        losses = List.copyOf(losses);
        samplers = List.copyOf(samplers);
    }

    /** Returns the result of a model that failed before it had anything to show. */
    public static ModelResult failed(
            String family, String title, String backend, String device, int threads, int number, String failure) {
        return new ModelResult(
                family,
                title,
                backend,
                device,
                threads,
                number,
                0,
                0,
                Duration.ZERO,
                Duration.ZERO,
                Ending.FAILED,
                Optional.of(failure),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    /** Returns the backend, with its device where that is not the processor: onnx, or onnx gpu:0. */
    public String engine() {
        return engine(backend, device);
    }

    /** Returns the name of a backend on a device, as {@link #engine()} does. */
    public static String engine(String backend, String device) {
        return device.equals("cpu") ? backend : backend + " " + device;
    }

    /** Returns the iterations of training a second, compilation apart; NaN if there was no training. */
    public double iterationsPerSecond() {
        return training.isZero() ? Double.NaN : iterations / (training.toNanos() * 1e-9);
    }
}
