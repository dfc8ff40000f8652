package org.pushforward.benchmark.cli;

import java.time.Duration;
import java.util.Locale;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.run.RunListener;

/** Shows progress: one line that is overwritten on a terminal, occasional lines elsewhere. Used by one thread. */
final class ProgressLine implements RunListener {
    private static final Duration ON_TERMINAL = Duration.ofMillis(100);
    private static final Duration ELSEWHERE = Duration.ofSeconds(15);
    private static final int WIDTH = 79;

    private final Console console;
    private final long interval;
    private long trainingSince;
    private long lastShown;

    ProgressLine(Console console) {
        this.console = console;
        this.interval = (console.interactive() ? ON_TERMINAL : ELSEWHERE).toNanos();
    }

    @Override
    public void started(Task task) {
        trainingSince = System.nanoTime();
        lastShown = trainingSince;
        if (console.interactive()) {
            overwrite(place(task) + ": compiling");
        }
    }

    @Override
    public void iterated(Task task, long iteration, long iterations) {
        long now = System.nanoTime();
        if (iteration == 1) {
            // The first iteration includes tracing and compiling, so it does not help to estimate the remaining time.
            trainingSince = now;
        }
        if (now - lastShown < interval || iteration < 2) {
            return;
        }
        lastShown = now;
        double perSecond = (iteration - 1) / Math.max(1e-9, (now - trainingSince) * 1e-9);
        show(String.format(
                Locale.ROOT,
                "%s: %d of %d, %.0f/s, %.0f s left",
                place(task),
                iteration,
                iterations,
                perSecond,
                (iterations - iteration) / perSecond));
    }

    @Override
    public void sampling(Task task, String sampler) {
        if (console.interactive()) {
            overwrite(place(task) + ": sampling (" + sampler + ")");
        }
    }

    @Override
    public void finished(Task task, ModelResult result) {
        if (console.interactive()) {
            overwrite("");
        }
        console.err()
                .println(String.format(
                        Locale.ROOT,
                        "%s: %s after %d iterations in %.1f s",
                        place(task),
                        result.ending().label(),
                        result.iterations(),
                        result.training().toMillis() / 1000.0));
        result.failure().ifPresent(failure -> console.err().println("  " + failure));
    }

    private static String place(Task task) {
        return "[" + task.number() + "/" + task.total() + "] " + task.comparison() + ", " + task.model() + " on "
                + task.backend();
    }

    private void show(String text) {
        if (console.interactive()) {
            overwrite(text);
        } else {
            console.err().println(text);
        }
    }

    private void overwrite(String text) {
        String cut = text.length() > WIDTH ? text.substring(0, WIDTH) : text;
        console.err().print("\r" + cut + " ".repeat(WIDTH - cut.length()) + "\r" + cut);
        console.err().flush();
    }
}
