package org.pushforward.benchmark.report;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The result of one training of one model on one data set, on one engine.
 *
 * @param family the name of the model family in the settings, such as real-nvp
 * @param title the name of the model for readers, such as RealNVP
 * @param backend the engine
 * @param device the device of the engine, and its precision unless that is float32, such as cpu or gpu:0 tf32
 * @param threads the number of threads of the engine
 * @param number the number of the training among the trainings of the model, from 1
 * @param parameters the number of trainable parameters
 * @param iterations the number of completed iterations
 * @param compiling the time to trace and compile
 * @param training the time of the iterations
 * @param ending the reason why training ended
 * @param failure the error message, if training or scoring failed
 * @param losses the loss of each group of parameters, and the losses on held-out rows
 * @param density the log-density of held-out rows, if the model has a density
 * @param samplers the samples that were drawn, with their scores
 * @param posterior the scores of fields filled in from a few observed cells, if the model is conditioned on gauges
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
        TrainingEnding ending,
        Optional<String> failure,
        List<LossCurve> losses,
        Optional<LogDensity> density,
        List<SamplerResult> samplers,
        Optional<PosteriorResult> posterior) {

    /** The reason why training ended. */
    public enum TrainingEnding {
        /** All iterations were completed. */
        COMPLETED("completed"),
        /** The loss on held-out rows stopped falling. */
        STOPPED_EARLY("stopped early"),
        /** Training was cancelled. */
        CANCELLED("cancelled"),
        /** The deadline was reached. */
        DEADLINE("time was up"),
        /** An error ended it. */
        FAILED("failed");

        private final String label;

        TrainingEnding(String label) {
            this.label = label;
        }

        /** Returns the reason in words. */
        public String label() {
            return label;
        }
    }

    /** Copies the lists. */
    public ModelResult {
        losses = List.copyOf(losses);
        samplers = List.copyOf(samplers);
    }

    /** Returns the result of a model that failed before it produced any results. */
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
                TrainingEnding.FAILED,
                Optional.of(failure),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    /** Returns the backend, followed by its device unless that is the CPU: onnx, or onnx gpu:0. */
    public String engine() {
        return engine(backend, device);
    }

    /** Returns the name of a backend on a device, as {@link #engine()} does. */
    public static String engine(String backend, String device) {
        return device.equals("cpu") ? backend : backend + " " + device;
    }

    /** Returns the training iterations per second, not counting compilation; NaN if there was no training. */
    public double iterationsPerSecond() {
        return training.isZero() ? Double.NaN : iterations / (training.toNanos() * 1e-9);
    }
}
