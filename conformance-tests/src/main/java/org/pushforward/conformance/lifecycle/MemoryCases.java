package org.pushforward.conformance.lifecycle;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pushforward.backend.Executable;
import org.pushforward.conformance.ConformanceSettings;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.MeasuredError;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.Rule;
import org.pushforward.conformance.check.RuleLevel;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/**
 * Memory that must not grow from run to run.
 *
 * <p>Runs come in blocks, and the rule is broken only if memory grows in every block: allocators and garbage collectors grow
 * once, a leak grows always. The heap and direct buffers are measured after a collection. Native memory is the resident size
 * of the process, which only Linux reports.
 */
public final class MemoryCases {
    private static final int BLOCKS = 4;
    /** Every tensor has 64 KiB, so that one handle leaked per run shows. */
    private static final TensorType TYPE = TensorType.f32(128, 128);

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long MEBIBYTE = 1 << 20;

    /** Memory in bytes: the heap, direct buffers, and the whole process (0 if unknown). */
    private record Use(long heap, long direct, long resident) {
        static Use now() {
            System.gc();
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                    .sum();
            return new Use(heap, direct, residentSize());
        }

        private static long residentSize() {
            try {
                return !Files.exists(STATUS)
                        ? 0
                        : Files.readAllLines(STATUS).stream()
                                .filter(line -> line.startsWith("VmRSS:"))
                                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                                .sum();
            } catch (IOException e) {
                return 0;
            }
        }

        Use growth(Use before) {
            return new Use(heap - before.heap, direct - before.direct, resident - before.resident);
        }

        Use least(Use other) {
            return new Use(
                    Math.min(heap, other.heap), Math.min(direct, other.direct), Math.min(resident, other.resident));
        }

        @Override
        public String toString() {
            return "heap " + heap / MEBIBYTE + " MiB, direct buffers " + direct / MEBIBYTE + " MiB, process "
                    + resident / MEBIBYTE + " MiB";
        }
    }

    private MemoryCases() {}

    /** Returns the checks of memory. */
    public static List<Check> all(ConformanceSettings settings) {
        int runs = settings.thorough() ? 5000 : 250;
        return List.of(
                Check.measured(
                        new Rule(
                                "MEM-RUNS",
                                RuleLevel.stochastic(),
                                "Memory does not grow from run to run; a thorough run of the kit makes 20,000 runs."),
                        "",
                        backend -> runs(backend, runs)),
                Check.measured(
                        new Rule(
                                "MEM-STATES",
                                RuleLevel.stochastic(),
                                "Memory does not grow from run to run when states are written, replaced and read."),
                        "",
                        backend -> states(backend, runs)));
    }

    private static MeasuredError runs(BackendUnderTest backend, int runs) {
        Tensor x = Tensor.input("x", TYPE);
        HostArray value = new RandomOperands("memory").uniform(TYPE.dtype(), TYPE.shape(), -1, 1);
        try (Executable executable =
                backend.compile(Graph.builder().inputs(x).output("y", x.add(1)).build())) {
            return observe(runs, () -> executable.run(Map.of("x", value)));
        }
    }

    private static MeasuredError states(BackendUnderTest backend, int runs) {
        Tensor state = Tensor.input("state", TYPE);
        HostArray value = HostArray.zeros(TYPE);
        try (Executable executable =
                backend.compile(Graph.builder().state(state, state.add(1)).build())) {
            return observe(runs, () -> {
                executable.write("state", value);
                executable.run(Map.of());
                executable.read("state");
            });
        }
    }

    private static MeasuredError observe(int runs, Runnable run) {
        repeat(runs, run);
        Use first = Use.now();
        Use before = first;
        Use least = new Use(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        for (int block = 0; block < BLOCKS; block++) {
            repeat(runs, run);
            Use after = Use.now();
            least = least.least(after.growth(before));
            before = after;
        }
        String figures = "before: " + first + "; after " + BLOCKS * runs + " runs: " + before;
        // Half a tensor per run.
        long allowed = runs * 32L << 10;
        if (Math.max(least.heap(), Math.max(least.direct(), least.resident())) > allowed) {
            throw new AssertionError("memory grows in every " + runs + " runs, by at least " + least + "; allowed: "
                    + allowed / MEBIBYTE + " MiB; " + figures);
        }
        return MeasuredError.note(figures);
    }

    private static void repeat(int times, Runnable run) {
        for (int i = 0; i < times; i++) {
            run.run();
        }
    }
}
