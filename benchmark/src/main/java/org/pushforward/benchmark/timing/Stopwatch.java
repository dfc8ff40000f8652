package org.pushforward.benchmark.timing;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Cancellation;
import org.pushforward.backend.Device;
import org.pushforward.benchmark.workload.Case;
import org.pushforward.benchmark.workload.Size;
import org.pushforward.benchmark.workload.Workload;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * Times one workload in this process, step by step. Data and noise are drawn before the clock starts, from a pool
 * of {@value #POOL} independent draws that are used in turn.
 *
 * <p>The first step comes directly after compilation. Then come untimed steps, so that caches, memory pools and the
 * JVM's compiler settle, and then the timed ones. The training loss is read in the first steps, and in one more after
 * the clock has stopped. On a GPU it is read in every step, so the clock stops when the device is done.
 */
public final class Stopwatch {
    private static final int POOL = 8;
    private static final int EARLY = 5;
    private static final int LEAST_WARMUP = 3;
    private static final double WARMUP_SHARE = 0.2;
    private static final RandomKey KEY = RandomKey.of(1);

    private final Workload workload;
    private final Size size;
    private final Case prepared;
    private final List<Map<String, HostArray>> pool = new ArrayList<>();
    private final boolean reads;
    private final List<Double> drawing = new ArrayList<>();
    private final List<HostArray> early = new ArrayList<>();
    private final MemoryTrace memory = new MemoryTrace(ResidentMemory::megabytes);
    private Optional<HostArray> last = Optional.empty();
    private long done;

    private Stopwatch(Workload workload, Size size, Case prepared, Device device) {
        this.workload = workload;
        this.size = size;
        this.prepared = prepared;
        this.reads = mustRead(device);
    }

    /** Returns whether a step is over only when a result of it is read: a GPU goes on when its host is done. */
    static boolean mustRead(Device device) {
        return device.isGpu();
    }

    /**
     * Times a workload.
     *
     * @param workload the workload
     * @param size how large it is
     * @param open opens the engine
     * @param budget the duration of the timing
     * @param cancellation requests a stop; the result is then what was measured so far
     */
    public static TimingRecord measure(
            Workload workload, Size size, Supplier<Backend> open, Budget budget, Cancellation cancellation) {
        double before = ResidentMemory.peakMegabytes();
        try (Backend backend = open.get()) {
            long begun = System.nanoTime();
            try (Case prepared = workload.prepare(backend, size)) {
                double compile = since(begun);
                Stopwatch watch = new Stopwatch(
                        workload, size, prepared, backend.options().device());
                return watch.measure(backend, compile, before, budget, cancellation);
            }
        }
    }

    private TimingRecord measure(
            Backend backend, double compile, double before, Budget budget, Cancellation cancellation) {
        draw();
        double firstRun = step(true);
        double sinceStart = (System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime())
                / 1000.0;
        while (pool.size() < POOL) {
            draw();
        }
        long warming = System.nanoTime();
        // An engine may plan a new kind of run when no output is read, which must not be part of the timed steps.
        int leastWarmup = workload.result() == Workload.ResultKind.LOSS ? EARLY + 1 : LEAST_WARMUP;
        while (done < leastWarmup || since(warming) < WARMUP_SHARE * budget.seconds()) {
            step(early.size() < EARLY);
        }
        int warmup = (int) done;
        List<Double> times = new ArrayList<>();
        double processor = processorSeconds();
        Duration inRuns = backend.timeInRuns();
        long timing = System.nanoTime();
        while (!budget.isSpent(times.size(), since(timing)) && !(cancellation.isRequested() && !times.isEmpty())) {
            times.add(step(early.size() < EARLY));
            memory.noteAfter(times.size());
        }
        double ofEngine = backend.timeInRuns().minus(inRuns).toNanos() * 1e-9;
        double ofSteps = times.stream().mapToDouble(Double::doubleValue).sum();
        double processorAStep = (processorSeconds() - processor) / times.size();
        if (last.isEmpty()) {
            step(true);
        }
        return new TimingRecord(
                workload.name(),
                backend.name(),
                backend.options().threads(),
                size,
                spread(times),
                processorAStep,
                1 - ofEngine / ofSteps,
                warmup,
                compile,
                firstRun,
                sinceStart,
                spread(drawing).median(),
                ResidentMemory.peakMegabytes(),
                before,
                memory.megabytes(),
                workload.result(),
                early.stream()
                        .map(result -> TimedRun.of(workload.result(), result))
                        .toList(),
                TimedRun.of(workload.result(), last.orElseThrow()),
                prepared.parameters());
    }

    private void draw() {
        long start = System.nanoTime();
        pool.add(prepared.draw(KEY.fold(pool.size())));
        drawing.add(since(start));
    }

    private double step(boolean read) {
        Map<String, HostArray> draws = pool.get((int) (done % pool.size()));
        long start = System.nanoTime();
        last = prepared.run(done, draws, read || reads);
        double seconds = since(start);
        if (early.size() < EARLY) {
            early.add(last.orElseThrow());
        }
        done++;
        return seconds;
    }

    private static Spread spread(List<Double> seconds) {
        return Spread.of(seconds.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Returns the processor time of all threads of this process so far; NaN if the JVM does not know it. */
    private static double processorSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() * 1e-9
                : Double.NaN;
    }

    private static double since(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }
}
