package org.pushforward.benchmark.cli;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.run.RunListener;

/** Shows progress: one line that is overwritten on a terminal, occasional lines elsewhere. Safe for use by several threads. */
final class ProgressLine implements RunListener {
    private final StatusLine line;
    private final Map<TrainingTask, Long> since = new HashMap<>();

    ProgressLine(Console console) {
        this.line = new StatusLine(console);
    }

    @Override
    public synchronized void started(TrainingTask task) {
        line.hint(place(task) + ": compiling");
    }

    @Override
    public synchronized void iterated(TrainingTask task, long iteration, long iterations) {
        long now = System.nanoTime();
        if (iteration == 1) {
            // The first iteration includes tracing and compiling, so it does not help to estimate the remaining time.
            since.put(task, now);
        }
        if (!line.isDue() || iteration < 2) {
            return;
        }
        double perSecond = (iteration - 1) / Math.max(1e-9, (now - since.getOrDefault(task, now)) * 1e-9);
        line.show(String.format(
                Locale.ROOT,
                "%s: %d of %d, %.0f/s, %.0f s left",
                place(task),
                iteration,
                iterations,
                perSecond,
                (iterations - iteration) / perSecond));
    }

    @Override
    public synchronized void sampling(TrainingTask task, String sampler) {
        line.hint(place(task) + ": sampling (" + sampler + ")");
    }

    @Override
    public synchronized void finished(TrainingTask task, ModelResult result) {
        since.remove(task);
        line.say(String.format(
                Locale.ROOT,
                "%s: %s after %d iterations in %.1f s",
                place(task),
                result.ending().label(),
                result.iterations(),
                result.training().toMillis() / 1000.0));
        result.failure().ifPresent(failure -> line.say("  " + failure));
    }

    private static String place(TrainingTask task) {
        return "[" + task.number() + "/" + task.total() + "] " + task.comparison() + ", " + task.model() + " on "
                + task.engine();
    }
}
