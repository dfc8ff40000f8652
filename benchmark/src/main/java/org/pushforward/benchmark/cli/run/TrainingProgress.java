package org.pushforward.benchmark.cli.run;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.pushforward.benchmark.cli.StatusLine;
import org.pushforward.train.TrainingListener;

/** Shows a progress bar, the loss, the validation loss, the rate and the remaining time. Not safe for use by several threads. */
final class TrainingProgress implements TrainingListener {
    private static final int BAR = 20;

    private final StatusLine line;
    private long since = System.nanoTime();
    private long first;
    private OptionalDouble validation = OptionalDouble.empty();

    TrainingProgress(StatusLine line) {
        this.line = line;
    }

    @Override
    public void began(long iteration, long iterations) {
        first = iteration;
        since = System.nanoTime();
        if (iteration > 0) {
            line.say("resuming from iteration " + iteration + " of " + iterations);
        }
    }

    @Override
    public void validated(long iteration, Map<String, Double> losses) {
        validation = losses.values().stream().mapToDouble(Double::doubleValue).findFirst();
    }

    @Override
    public void iterated(long iteration, long iterations, Map<String, Double> losses) {
        if (line.isDue()) {
            double rate = (iteration - first) / Math.max(1e-9, (System.nanoTime() - since) * 1e-9);
            int full = (int) (BAR * iteration / Math.max(1, iterations));
            String count = iteration + "/" + iterations;
            String loss = String.format(
                    Locale.ROOT,
                    "loss %.4g%s",
                    losses.values().stream().mapToDouble(Double::doubleValue).sum(),
                    validation.isPresent()
                            ? String.format(Locale.ROOT, "  validation %.4g", validation.getAsDouble())
                            : "");
            String speed = String.format(
                    Locale.ROOT, "%.0f/s  %s left", rate, time((iterations - iteration) / Math.max(rate, 1e-9)));
            line.show(
                    "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] " + count + "  " + loss + "  " + speed,
                    count + "  " + speed + "  " + loss);
        }
    }

    static String time(double seconds) {
        if (seconds < 100) {
            return String.format(Locale.ROOT, "%.0f s", seconds);
        }
        return seconds < 6000
                ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }
}
