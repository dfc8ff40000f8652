package org.pushforward.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks which graphs reuse a compiled program, and how long programs are kept. */
class CompiledAgainTest {
    private final AtomicInteger compiled = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final Backend backend = new Backend("counting", BackendOptions.defaults(), new Counting());

    /** Counts programs. A program belongs to one executable at a time and returns its inputs. */
    private final class Counting implements Engine {
        @Override
        public Set<Class<? extends Primitive>> primitives() {
            return Set.of(
                    Source.Input.class,
                    Source.Constant.class,
                    Binary.Add.class,
                    Binary.Mul.class,
                    Unary.Exp.class,
                    Movement.Broadcast.class,
                    Movement.Slice.class);
        }

        @Override
        public Set<DType> dtypes() {
            return Set.of(DType.F32);
        }

        @Override
        public Program compile(Graph graph) {
            compiled.incrementAndGet();
            open.incrementAndGet();
            HostArray[] states = new HostArray[graph.states().size()];
            return new Program() {
                @Override
                public void write(int state, HostArray value) {
                    states[state] = value;
                }

                @Override
                public HostArray read(int state) {
                    return states[state];
                }

                @Override
                public List<HostArray> run(List<HostArray> inputs, List<Integer> wanted) {
                    if (inputs.get(0).get(0) < 0) {
                        throw new BackendException("below zero");
                    }
                    return wanted.stream().map(inputs::get).toList();
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                }
            };
        }

        @Override
        public void close() {
            assertThat(open).hasValue(0);
        }
    }

    private static Graph graph(String input, String state, String output, int size, double factor, int from) {
        Tensor x = Tensor.input(input, TensorType.f32(size));
        Tensor s = Tensor.input(state, TensorType.f32(size));
        HostArray constant = HostArray.full(x.type(), 2);
        Tensor y = x.mul(factor).add(Tensor.constant(constant)).slice(0, from, from + 1);
        return Graph.builder().inputs(x).state(s, s.add(x)).output(output, y).build();
    }

    private static Graph graph() {
        return graph("x", "s", "y", 3, 0.5, 1);
    }

    private static Map<String, HostArray> inputs(float first) {
        return Map.of("x", HostArray.of(Shape.of(3), first, 0, 0));
    }

    private int compilations(Graph... graphs) {
        int before = compiled.get();
        Arrays.stream(graphs).forEach(graph -> backend.compile(graph).close());
        return compiled.get() - before;
    }

    /** An engine splits a batch that is marked, so the mark is part of the content. */
    @Test
    void aGraphWithABatchIsNotTheOneWithout() {
        Tensor x = Tensor.input("x", TensorType.f32(3));
        Graph.Builder graph = Graph.builder().inputs(x).output("y", x.exp());
        Graph unmarked = graph.build();
        Graph marked = graph.batched(x).build();
        assertThat(compilations(unmarked, marked, unmarked, marked)).isEqualTo(2);
    }

    @Test
    void aGraphOfTheSameContentIsNotCompiledAgain() {
        assertThat(compilations(graph(), graph(), graph())).isEqualTo(1);
        assertThat(open).hasValue(1);
    }

    @Test
    void anyOtherNameTypeAttributeConstantOrOrderIsCompiled() {
        assertThat(compilations(
                        graph(),
                        graph("z", "s", "y", 3, 0.5, 1),
                        graph("x", "t", "y", 3, 0.5, 1),
                        graph("x", "s", "z", 3, 0.5, 1),
                        graph("x", "s", "y", 4, 0.5, 1),
                        graph("x", "s", "y", 3, 0.25, 1),
                        graph("x", "s", "y", 3, 0.5, 2)))
                .isEqualTo(7);
        assertThat(compilations(graph())).isZero();

        Tensor x = Tensor.input("x", TensorType.f32(3));
        Tensor z = Tensor.input("z", TensorType.f32(3));
        Graph.Builder kept = Graph.builder().inputs(x, z).output("y", x);
        Graph.Builder exchanged = Graph.builder().inputs(z, x).output("y", x);
        Graph.Builder other = Graph.builder().inputs(x, z).output("y", z);
        Graph.Builder still = Graph.builder().inputs(x).constants(List.of(z)).output("y", x);
        Graph.Builder moving = Graph.builder().inputs(x).state(z, x).output("y", x);
        assertThat(compilations(kept.build(), exchanged.build(), other.build(), still.build(), moving.build()))
                .isEqualTo(5);
    }

    @Test
    void constantsAreComparedBitByBit() {
        List<Graph> graphs = new ArrayList<>();
        for (float number : new float[] {0f, -0f, Float.NaN, Float.MIN_VALUE}) {
            Tensor constant = Tensor.constant(HostArray.of(Shape.of(2), 1f, number));
            graphs.add(Graph.builder().output("y", constant).build());
        }
        assertThat(compilations(graphs.toArray(Graph[]::new))).isEqualTo(4);
        assertThat(compilations(graphs.toArray(Graph[]::new))).isZero();
    }

    @Test
    void checkpointsAreComparedByContent() {
        assertThat(compilations(checkpoint(1), checkpoint(1), checkpoint(2))).isEqualTo(2);
    }

    private static Graph checkpoint(double summand) {
        Tensor x = Tensor.input("x", TensorType.f32(3));
        Tensor y = Gradients.checkpoint(a -> a.exp().add(summand), x);
        return Graph.builder().inputs(x).output("y", y).build();
    }

    @Test
    void openExecutablesNeverShareAProgram() {
        Executable first = backend.compile(graph());
        Executable second = backend.compile(graph());
        HostArray one = HostArray.of(Shape.of(3), 1f, 1f, 1f);
        first.write("s", one);
        second.write("s", HostArray.zeros(one.type()));
        assertThat(first.read("s")).isEqualTo(one);
        assertThat(compiled).hasValue(2);
    }

    @Test
    void statesOfAReusedProgramAreUnwritten() {
        Executable first = backend.compile(graph());
        first.write("s", HostArray.zeros(TensorType.f32(3)));
        first.run(inputs(1));
        first.close();
        Executable second = backend.compile(graph());
        assertThat(compiled).hasValue(1);
        assertThatThrownBy(() -> second.read("s")).hasMessageContaining("no value yet");
        assertThatThrownBy(() -> second.run(inputs(1))).hasMessageContaining("no value yet");
        assertThatThrownBy(() -> first.read("s")).hasMessageContaining("after close()");
    }

    @Test
    void aFailedProgramIsNotReused() {
        Executable first = backend.compile(graph());
        first.write("s", HostArray.zeros(TensorType.f32(3)));
        assertThatThrownBy(() -> first.run(inputs(-1))).isInstanceOf(BackendException.class);
        first.close();
        assertThat(open).hasValue(0);
        assertThat(compilations(graph())).isEqualTo(1);
    }

    @Test
    void keepsFewProgramsAndLittleMemory() {
        for (int i = 0; i < 100; i++) {
            backend.compile(graph("x" + i, "s", "y", 3, 0.5, 1)).close();
        }
        assertThat(open).hasValue(32);
        assertThat(compilations(graph("x68", "s", "y", 3, 0.5, 1))).isZero();
        assertThat(compilations(graph("x67", "s", "y", 3, 0.5, 1))).isEqualTo(1);

        // The state and its successor, the input, the product: 64 MiB each.
        backend.compile(graph("x", "s", "y", 1 << 24, 0.5, 1)).close();
        assertThat(open).hasValue(0);
        assertThat(compilations(graph(), graph())).isEqualTo(1);
        backend.close();
        assertThat(open).hasValue(0);
    }

    @Test
    void openedProgramsDoNotCountAsCached() {
        // About 64 MiB of the limit of 256 MiB.
        Graph large = graph("x", "s", "y", 1 << 21, 0.5, 1);
        for (int i = 0; i < 10; i++) {
            backend.compile(large).close();
        }
        assertThat(compiled).hasValue(1);
        assertThat(open).hasValue(1);
    }

    @Test
    void threadsNeverShareAProgram() throws Exception {
        Set<Program> lent = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = IntStream.range(0, 8)
                    .<Future<?>>mapToObj(thread -> threads.submit(() -> {
                        for (int i = 0; i < 500; i++) {
                            try (Executable executable = backend.compile(graph("x", "s", "y", 3 + i % 3, 0.5, 1))) {
                                Program program = executable.compiled().program();
                                assertThat(lent.add(program)).isTrue();
                                lent.remove(program);
                            }
                        }
                    }))
                    .toList();
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(compiled.get()).isLessThanOrEqualTo(24);
        assertThat(open.get()).isEqualTo(compiled.get());
        backend.close();
        assertThat(open).hasValue(0);
    }
}
