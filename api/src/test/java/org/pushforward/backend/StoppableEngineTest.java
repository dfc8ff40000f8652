package org.pushforward.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Tracing;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class StoppableEngineTest {
    private static final Duration FOREVER = Duration.ofDays(1);

    private final Tensor x = Tensor.input("x", TensorType.f32(2));
    private final Graph graph = Graph.builder().inputs(x).output("y", x).build();
    private final List<String> closed = new CopyOnWriteArrayList<>();
    private final CountDownLatch engineClosed = new CountDownLatch(1);
    private final CountDownLatch compiled = new CountDownLatch(1);
    private final Cancellation cancellation = new Cancellation();

    private final Program program = new Program() {
        @Override
        public void write(int state, HostArray value) {}

        @Override
        public HostArray read(int state) {
            throw new AssertionError("no states");
        }

        @Override
        public List<HostArray> run(List<HostArray> inputs, List<Integer> wanted) {
            return inputs;
        }

        @Override
        public void close() {
            closed.add("program");
        }
    };

    private Backend backend(Duration patience, Supplier<Program> compiler) {
        Engine engine = new Engine() {
            @Override
            public Set<Class<? extends Primitive>> primitives() {
                return Set.of(Source.Input.class);
            }

            @Override
            public Set<DType> dtypes() {
                return Set.of(DType.F32);
            }

            @Override
            public Program compile(Graph given) {
                return compiler.get();
            }

            @Override
            public void close() {
                closed.add("engine");
                engineClosed.countDown();
            }
        };
        return new Backend("stoppable", BackendOptions.defaults(), new StoppableEngine(engine, cancellation, patience));
    }

    /** Like native code: it does not end before it is done. */
    private Program slowly() {
        while (true) {
            try {
                compiled.await();
                return program;
            } catch (InterruptedException e) {
                // Native code takes no notice either.
            }
        }
    }

    @Test
    void givesUpACompilationThatDoesNotEnd() throws InterruptedException {
        cancellation.request();
        Backend backend = backend(Duration.ZERO, this::slowly);
        assertThatThrownBy(() -> backend.compile(graph))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("given up");
        assertThatThrownBy(() -> backend.compile(graph))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("nothing is compiled any more");
        backend.close();
        assertThat(closed).as("closed under a running compilation").isEmpty();
        compiled.countDown();
        assertThat(engineClosed.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(closed).containsExactly("program", "engine");
    }

    @Test
    void anInterruptGivesUpAsWellAndStaysSet() {
        Backend backend = backend(Duration.ZERO, this::slowly);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> backend.compile(graph)).isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
            compiled.countDown();
        }
    }

    /** Where tracing is stopped, nothing would use the program. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void doesNotWaitWhereTracingIsStopped() {
        AtomicBoolean stopped = new AtomicBoolean();
        Backend backend = backend(FOREVER, () -> {
            stopped.set(true);
            return slowly();
        });
        assertThatThrownBy(() -> Tracing.unless(stopped::get, () -> backend.compile(graph)))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("given up");
        compiled.countDown();
    }

    @Test
    void afterAStopWasRequestedQuickCompilationsGoOn() {
        cancellation.request();
        try (Backend backend = backend(FOREVER, () -> program);
                Executable identity = backend.compile(graph)) {
            assertThat(identity.run(Map.of("x", HostArray.of(Shape.of(2), 1f, 2f))))
                    .containsKey("y");
        }
        assertThat(closed).containsExactly("program", "engine");
    }

    @Test
    void failuresOfTheEngineStayWhatTheyAre() {
        BackendException refused = new BackendException("refused");
        assertThatThrownBy(() -> backend(FOREVER, () -> {
                            throw refused;
                        })
                        .compile(graph))
                .isSameAs(refused);
        OutOfMemoryError tooLarge = new OutOfMemoryError("too large");
        assertThatThrownBy(() -> backend(FOREVER, () -> {
                            throw tooLarge;
                        })
                        .compile(graph))
                .isSameAs(tooLarge);
    }
}
