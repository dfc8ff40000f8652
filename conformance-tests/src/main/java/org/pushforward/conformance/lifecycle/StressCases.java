package org.pushforward.conformance.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Cancellation;
import org.pushforward.backend.Executable;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.DeclaredGap;
import org.pushforward.conformance.check.Expect;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.Rule;
import org.pushforward.conformance.check.RuleLevel;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.conformance.models.ModelCase;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Tensor;
import org.pushforward.optim.Sgd;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.train.Trainer;
import org.pushforward.train.TrainingResult;

/** Backends under load: several threads, closing during runs, large graphs, small stacks, positions out of bounds. */
public final class StressCases {
    private static final int THREADS = 8;
    /** A quarter of the default stack of a thread on most systems. */
    private static final long SMALL_STACK = 256 << 10;

    private static final Rule THREAD_RULE = new Rule(
            "LIFE-THREADS",
            RuleLevel.stochastic(),
            "Eight threads that share an executable get the same results as in separate runs.");
    private static final Rule CONCURRENT_CLOSE = new Rule(
            "LIFE-CONCURRENT-CLOSE",
            RuleLevel.stochastic(),
            "Closing during runs waits for them to end; later runs are refused, and nothing crashes.");
    private static final Rule POSITIONS = Rule.required(
            "LIFE-POSITIONS",
            "An input position outside its axis is refused by name before the run, and the next run is correct.");

    private StressCases() {}

    /** Returns the checks under load. */
    public static List<Check> all() {
        List<Check> checks = new ArrayList<>(List.of(
                Check.of(THREAD_RULE, "64 by 64", StressCases::threadsDoNotDisturbEachOther),
                Check.of(THREAD_RULE, "scalars", StressCases::manyShortRunsDoNotMix),
                Check.of(CONCURRENT_CLOSE, "", StressCases::closingWaitsForWhatIsRunning),
                Check.required("LIFE-LARGE", "A chain of 20,000 nodes compiles and runs.", StressCases::largeGraphsRun),
                Check.required(
                        "LIFE-SMALL-STACK",
                        "A chain of 6,000 nodes compiles, runs and closes on a thread with a stack of 256 KiB.",
                        StressCases::smallStacksSuffice),
                Check.required(
                        "LIFE-CANCEL",
                        "Canceled training ends after the current iteration, and the backend stays usable.",
                        StressCases::cancellationEndsTraining)));
        for (long position : new long[] {-1, 3, Long.MIN_VALUE, Long.MAX_VALUE}) {
            checks.add(Check.of(
                    POSITIONS, "take along " + position, backend -> positionsOutside(backend, position, false)));
            checks.add(Check.of(
                    POSITIONS, "scatter along " + position, backend -> positionsOutside(backend, position, true)));
        }
        return checks;
    }

    private static void threadsDoNotDisturbEachOther(BackendUnderTest backend) throws Exception {
        RandomOperands random = new RandomOperands("threads");
        List<Map<String, HostArray>> values = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            values.add(Map.of("x", random.uniform(DType.F32, Shape.of(64, 64), -1, 1)));
        }
        compareWithSerial(backend, LifecycleCases.mixing(), values, 10);
    }

    /** Many short runs in each thread reveal shared memory. */
    private static void manyShortRunsDoNotMix(BackendUnderTest backend) throws Exception {
        Tensor x = Tensor.input("x", TensorType.f32());
        Graph graph = Graph.builder().inputs(x).output("y", x.mul(x).add(1)).build();
        List<Map<String, HostArray>> values = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            values.add(Map.of("x", HostArray.scalar(DType.F32, i)));
        }
        compareWithSerial(backend, graph, values, 100);
    }

    private static void compareWithSerial(
            BackendUnderTest backend, Graph graph, List<Map<String, HostArray>> values, int repeats) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Executable executable = backend.compile(graph)) {
            List<Map<String, HostArray>> alone =
                    values.stream().map(executable::run).toList();
            List<Future<?>> together = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int own = i;
                together.add(threads.submit(() -> {
                    for (int k = 0; k < repeats; k++) {
                        Expect.equal(
                                "outputs of run " + k + " in thread " + own,
                                executable.run(values.get(own)),
                                alone.get(own));
                    }
                }));
            }
            for (Future<?> each : together) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void closingWaitsForWhatIsRunning(BackendUnderTest backend) throws Exception {
        Map<String, HostArray> value =
                Map.of("x", new RandomOperands("closing").uniform(DType.F32, Shape.of(64, 64), -1, 1));
        backend.require(LifecycleCases.mixing());
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Backend own = backend.another()) {
            Executable executable = own.compile(LifecycleCases.mixing());
            Map<String, HostArray> alone = executable.run(value);
            List<Future<String>> refusals = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                refusals.add(threads.submit(() -> {
                    try {
                        while (true) {
                            Expect.equal("outputs of a run before closing", executable.run(value), alone);
                        }
                    } catch (IllegalStateException closed) {
                        return closed.getMessage();
                    }
                }));
            }
            executable.run(value);
            executable.close();
            for (Future<String> refusal : refusals) {
                String message = refusal.get();
                Expect.isTrue(
                        "the refusal of a closed executable names " + backend.name() + ": " + message,
                        message.contains(backend.name()));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void largeGraphsRun(BackendUnderTest backend) {
        chainRuns(backend, 10_000);
    }

    /** Runs a chain of steps {@code y -> x - y}, of two nodes each; an even number of steps returns to y = x. */
    private static void chainRuns(BackendUnderTest backend, int steps) {
        Tensor x = Tensor.input("x", TensorType.f32(2));
        Tensor y = x;
        for (int i = 0; i < steps; i++) {
            y = y.neg().add(x);
        }
        Graph graph = Graph.builder().inputs(x).output("y", y).build();
        try (Executable executable = backend.compile(graph)) {
            Expect.that(executable.run(LifecycleCases.pair(1, 2)).get("y"))
                    .isCloseTo(HostArray.of(Shape.of(2), 1.0, 2.0), Tolerance.exact());
        }
    }

    private static void smallStacksSuffice(BackendUnderTest backend) throws InterruptedException {
        AtomicReference<Throwable> problem = new AtomicReference<>();
        Thread thread = new Thread(null, () -> chainRuns(backend, 3000), "small stack", SMALL_STACK);
        thread.setUncaughtExceptionHandler((owner, thrown) -> problem.set(thrown));
        thread.start();
        thread.join();
        if (problem.get() instanceof DeclaredGap gap) {
            throw gap;
        }
        if (problem.get() != null) {
            throw new AssertionError("on a thread with a stack of 256 KiB: " + problem.get(), problem.get());
        }
    }

    private static void cancellationEndsTraining(BackendUnderTest backend) {
        ModelCase model = ModelCase.all().get(0);
        Cancellation cancellation = new Cancellation();
        TrainingResult result = Trainer.on(backend.backend())
                .optimizer(Sgd.withRate(1e-3))
                .iterations(1000)
                .batch(8)
                .cancellation(cancellation)
                .listener((iteration, iterations, losses) -> {
                    if (iteration == 3) {
                        cancellation.request();
                    }
                })
                .train(model.model(), model.data(), ModelCase.KEY);
        Expect.equal("the ending of the training", result.ending(), TrainingResult.Ending.CANCELLED);
        Expect.equal("the number of iterations", result.iterations(), 3L);
        try (Executable after = backend.compile(LifecycleCases.doubling())) {
            Expect.equal(
                    "the names of the outputs of a later run",
                    after.run(LifecycleCases.pair(1, 2)).keySet(),
                    Set.of("y"));
        }
    }

    private static void positionsOutside(BackendUnderTest backend, long position, boolean scatter) {
        Tensor x = Tensor.input("x", TensorType.f32(3));
        Tensor i = Tensor.input("i", TensorType.f32(3).with(DType.I64));
        Tensor y = Tensor.of(scatter ? new Indexing.ScatterAddAlong(0, 3) : new Indexing.TakeAlong(0), List.of(x, i));
        Graph graph = Graph.builder().inputs(x, i).output("y", y).build();
        HostArray values = HostArray.of(Shape.of(3), 1f, 2f, 3f);
        try (Executable executable = backend.compile(graph)) {
            HostArray wrong = HostArray.of(Shape.of(3), 0, position, 2L);
            String refusal = refusal(() -> executable.run(Map.of("x", values, "i", wrong)));
            Expect.isTrue(
                    "the refusal names the input and the position: " + refusal,
                    refusal.contains("input i") && refusal.contains(String.valueOf(position)));
            HostArray right = HostArray.of(Shape.of(3), 2L, 0, 1);
            Expect.that(executable.run(Map.of("x", values, "i", right)).get("y"))
                    .isCloseTo(
                            scatter ? HostArray.of(Shape.of(3), 2.0, 3, 1) : HostArray.of(Shape.of(3), 3.0, 1, 2),
                            Tolerance.exact());
        }
    }

    private static String refusal(Runnable run) {
        try {
            run.run();
            return "(none)";
        } catch (IllegalArgumentException refused) {
            return refused.getMessage();
        }
    }
}
