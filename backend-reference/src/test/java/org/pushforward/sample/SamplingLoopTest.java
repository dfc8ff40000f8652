package org.pushforward.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Cancellation;
import org.pushforward.backend.WatchedEngine;
import org.pushforward.data.Context;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Initializer;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.nn.Scope;
import org.pushforward.random.Noise;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks how samples are drawn, independent of the sampler. */
class SamplingLoopTest {
    private static final RandomKey KEY = RandomKey.of(21);
    private static final Shape PLANE = Shape.of(2);
    private static final ParameterValues NO_VALUES = new ParameterValues(Map.of());
    private final Backend oracle = Backends.open("reference");

    @AfterEach
    void close() {
        oracle.close();
    }

    private <S> SamplingLoop<S> loop(Sampler<S> sampler, Ladder ladder) {
        return SamplingLoop.of(oracle, sampler, List.of(), NO_VALUES, ladder);
    }

    /** Starts at N(0, 1), updates x := gain x + spread z in each step, and returns x + 100. */
    private record Walk(List<Double> gains, double spread, IntConsumer stepped) implements Sampler<Tensor> {
        Walk(double spread, Double... gains) {
            this(List.of(gains), spread, step -> {});
        }

        @Override
        public Shape event() {
            return PLANE;
        }

        @Override
        public Tensor init(Noise noise, int rows, Context context) {
            return noise.normal(rows, 2);
        }

        @Override
        public int steps() {
            return gains.size();
        }

        @Override
        public double[] coefficients(int step) {
            stepped.accept(step);
            return new double[] {gains.get(step)};
        }

        @Override
        public Tensor step(Tensor x, StepInput input) {
            Tensor next = x.mul(input.number(0));
            return spread == 0
                    ? next
                    : next.add(input.noise().normal(x.shape().dims()).mul(spread));
        }

        @Override
        public Tensor result(Tensor x, Context context) {
            return x.add(100);
        }
    }

    @Test
    void samplesAreTheImageOfTheirNoise() {
        HostArray noise = KEY.fold("init").fold(0).normalRows(Shape.of(7, 2), 0);
        try (SamplingLoop<Tensor> loop = loop(new Walk(0, 2.0, 0.5, -3.0), Ladder.of(3))) {
            HostArray samples = loop.push(List.of(noise), Rows.none());
            assertThat(samples.shape()).isEqualTo(Shape.of(7, 2));
            for (int i = 0; i < noise.size(); i++) {
                assertThat(samples.get(i)).isEqualTo((float) (100 - 3 * noise.get(i)));
            }
            assertThat(loop.draw(KEY, 7)).isEqualTo(samples);
        }
    }

    /** Row k depends only on the key and on k, not on the number of rows or the programs that compute them (P23). */
    @Test
    void aSampleDoesNotDependOnTheOtherSamples() {
        Walk walk = new Walk(0.3, 0.9, 0.8, 0.7);
        try (SamplingLoop<Tensor> standard = loop(walk, Ladder.standard());
                SamplingLoop<Tensor> small = loop(walk, new Ladder(List.of(2, 7)));
                SamplingLoop<Tensor> one = loop(walk, Ladder.of(1))) {
            HostArray whole = standard.draw(KEY, 100);
            assertThat(standard.draw(KEY, 100)).isEqualTo(whole);
            assertThat(small.draw(KEY, 100)).isEqualTo(whole);
            assertThat(one.draw(KEY, 3)).isEqualTo(whole.rows(0, 3));
            assertThat(standard.draw(KEY, 65)).isEqualTo(whole.rows(0, 65));
            assertThat(standard.draw(RandomKey.of(22), 100)).isNotEqualTo(whole);
        }
    }

    /** Returns the noise of two steps side by side. */
    @Test
    void everyStepHasItsOwnNoise() {
        Walk last = new Walk(1, 0.0, 0.0);
        Walk first = new Walk(1, 0.0);
        try (SamplingLoop<Tensor> two = loop(last, Ladder.of(4));
                SamplingLoop<Tensor> one = loop(first, Ladder.of(4))) {
            double[] a = one.draw(KEY, 4).toDoubles();
            double[] b = two.draw(KEY, 4).toDoubles();
            HostArray begun = KEY.fold("init").fold(0).normalRows(Shape.of(4, 2), 0);
            for (int i = 0; i < a.length; i++) {
                assertThat(a[i]).isNotEqualTo(b[i]);
                assertThat(a[i]).isNotEqualTo((float) (100 + begun.get(i)));
            }
        }
    }

    /** Two neighbors of a Fibonacci sequence. */
    private record Pair(Tensor x, Tensor before) {}

    private record Fibonacci(int steps) implements Sampler<Pair> {
        @Override
        public Shape event() {
            return Shape.of(1);
        }

        @Override
        public Pair init(Noise noise, int rows, Context context) {
            Tensor z = noise.uniform(rows, 1);
            return new Pair(z, z.zerosLike());
        }

        @Override
        public Pair step(Pair state, StepInput input) {
            return new Pair(state.x().add(state.before()), state.x());
        }

        @Override
        public Tensor result(Pair state, Context context) {
            return state.x();
        }
    }

    @Test
    void aStateMayBeARecordWithHistory() {
        HostArray noise = HostArray.of(Shape.of(3, 1), 1f, 0.5f, -2f);
        try (SamplingLoop<Pair> loop = loop(new Fibonacci(10), Ladder.of(2))) {
            assertThat(loop.push(List.of(noise), Rows.none()).toDoubles()).containsExactly(89, 44.5, -178);
        }
        try (SamplingLoop<Pair> loop = loop(new Fibonacci(0), Ladder.of(2))) {
            assertThat(loop.push(List.of(noise), Rows.none())).isEqualTo(noise);
        }
    }

    /** Passes the state of one sampler to another sampler's step. */
    private record Mixed(Object first, Object next) implements Sampler<Object> {
        @Override
        public Shape event() {
            return Shape.of(1);
        }

        @Override
        public Object init(Noise noise, int rows, Context context) {
            return first;
        }

        @Override
        public int steps() {
            return 1;
        }

        @Override
        public Object step(Object state, StepInput input) {
            return next;
        }

        @Override
        public Tensor result(Object state, Context context) {
            return constant(4, 1);
        }
    }

    private static Tensor constant(int... dims) {
        return Tensor.constant(KEY.normal(Shape.of(dims)));
    }

    private record Triple(Tensor x, Tensor before, Tensor last) {}

    @Test
    void aStateOfAnotherStructureIsRefusedByName() {
        Tensor x = constant(4, 1);
        assertRefused(
                new Mixed(new Pair(x, x), new Triple(x, x, x)),
                "step() of Mixed gives a state Triple[x=f32[4, 1], before=f32[4, 1], last=f32[4, 1]]",
                "Pair[x=f32[4, 1], before=f32[4, 1]]",
                "belongs to the sampler that made it");
        assertRefused(new Mixed(new Pair(x, x), x), "a state f32[4, 1]", "Pair[");
        assertRefused(new Mixed(new Pair(x, x), new Pair(x, constant(4, 2))), "before=f32[4, 2]", "before=f32[4, 1]");
        assertRefused(new Mixed(List.of(x, x), List.of(x)), "[f32[4, 1]]", "[f32[4, 1], f32[4, 1]]");
        assertRefused(new Mixed(7, 7), "a sampler's state holds 7", "a record or list of tensors");
    }

    private void assertRefused(Sampler<?> sampler, String... parts) {
        try (SamplingLoop<?> loop = loop(sampler, Ladder.of(4))) {
            assertThatThrownBy(() -> loop.draw(KEY, 4))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(parts);
        }
    }

    @Test
    void samplesOfAnotherShapeThanTheEventAreRefused() {
        PushForward wrong = new PushForward(PLANE, Schema.empty(), (noise, rows, context) -> noise.normal(rows, 3));
        assertRefused(wrong, "samples of type f32[4, 3] for 4 rows", "[2]");
    }

    /** Starts at y + z, and adds y in each step and at the end. */
    private record Given(int steps) implements Sampler<Tensor> {
        @Override
        public Shape event() {
            return PLANE;
        }

        @Override
        public Schema context() {
            return Schema.of("y", TensorType.f32(2));
        }

        @Override
        public Tensor init(Noise noise, int rows, Context context) {
            return noise.normal(rows, 2).mul(0.01).add(context.get("y"));
        }

        @Override
        public Tensor step(Tensor x, StepInput input) {
            return x.add(input.context().get("y"));
        }

        @Override
        public Tensor result(Tensor x, Context context) {
            return x.add(context.get("y"));
        }
    }

    @Test
    void eachSampleHasItsRowOfTheContext() {
        float[] y = new float[20];
        for (int i = 0; i < y.length; i++) {
            y[i] = i;
        }
        Rows context = Rows.of("y", HostArray.wrap(Shape.of(10, 2), y));
        for (int steps : new int[] {0, 3}) {
            try (SamplingLoop<Tensor> loop = loop(new Given(steps), Ladder.of(4))) {
                HostArray samples = loop.draw(KEY, 10, context);
                for (int i = 0; i < 20; i++) {
                    assertThat((int) Math.round(samples.get(i))).isEqualTo((2 + steps) * i);
                }
                assertThat(loop.draw(KEY, 3, context.range(0, 3))).isEqualTo(samples.rows(0, 3));
            }
        }
    }

    @Test
    void aContextMustFit() {
        try (SamplingLoop<Tensor> loop = loop(new Given(2), Ladder.of(4))) {
            assertThatThrownBy(() -> loop.draw(KEY, 4))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no column 'y'");
            assertThatThrownBy(() -> loop.draw(KEY, 4, Rows.of("y", KEY.normal(Shape.of(4, 3)))))
                    .hasMessageContaining("a column 'y' of type f32[3]")
                    .hasMessageContaining("expected 'y' of type f32[2]");
            assertThatThrownBy(() -> loop.draw(KEY, 4, Rows.of("y", KEY.normal(Shape.of(1, 2)))))
                    .hasMessageContaining("a context of 1 rows for 4 samples");
            assertThatThrownBy(() -> loop.draw(KEY, 0)).hasMessageContaining("count = 0");
        }
    }

    @Test
    void noiseMustFit() {
        try (SamplingLoop<Tensor> loop = loop(new Walk(0, 1.0), Ladder.of(3))) {
            assertThatThrownBy(() -> loop.push(List.of(KEY.normal(Shape.of(4, 3))), Rows.none()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("noise of types [f32[4, 3]]")
                    .hasMessageContaining("[f32[4, 2]]");
            assertThatThrownBy(() -> loop.push(List.of(KEY.normal(Shape.scalar())), Rows.none()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("f32[]");
            HostArray noise = KEY.normal(Shape.of(4, 2));
            assertThatThrownBy(() -> loop.push(List.of(noise, noise), Rows.none()))
                    .hasMessageContaining("noise of types [f32[4, 2], f32[4, 2]]");
            assertThatThrownBy(() -> loop.push(List.of(), Rows.none())).hasMessageContaining("no noise");
        }
        try (SamplingLoop<Tensor> loop = loop(new Walk(1, 1.0), Ladder.of(3))) {
            assertThatThrownBy(() -> loop.push(List.of(KEY.normal(Shape.of(4, 2))), Rows.none()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("need noise of their own");
        }
    }

    @Test
    void samplingStopsBetweenSteps() {
        Cancellation cancellation = new Cancellation();
        cancellation.request();
        try (SamplingLoop<Tensor> loop = loop(new Walk(0, 1.0, 1.0, 1.0), Ladder.of(2))) {
            assertThatThrownBy(() -> loop.draw(KEY, 2, Rows.none(), cancellation))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("tracing ended");
            assertThatCode(() -> loop.draw(KEY, 2)).doesNotThrowAnyException();
            assertThatThrownBy(() -> loop.draw(KEY, 2, Rows.none(), cancellation))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("step 0 of 3");
        }
        Cancellation late = new Cancellation();
        Walk walk = new Walk(List.of(1.0, 1.0, 1.0, 1.0), 0, step -> {
            if (step == 2) {
                late.request();
            }
        });
        try (SamplingLoop<Tensor> loop = loop(walk, Ladder.of(2))) {
            assertThatThrownBy(() -> loop.draw(KEY, 2, Rows.none(), late)).hasMessageContaining("step 3 of 4");
        }
    }

    @Test
    void anInterruptStopsSamplingToo() {
        try (SamplingLoop<Tensor> loop = loop(new Walk(0, 1.0), Ladder.of(2))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> loop.draw(KEY, 2)).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        }
    }

    @Test
    void threadsMayDrawAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (SamplingLoop<Tensor> loop = loop(new Walk(0.1, 0.9, 0.8), new Ladder(List.of(1, 16)))) {
            List<Future<HostArray>> drawn = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int count = 1 + 9 * i;
                drawn.add(threads.submit(() -> loop.draw(KEY, count)));
            }
            HostArray whole = loop.draw(KEY, 64);
            for (Future<HostArray> each : drawn) {
                HostArray samples = each.get();
                assertThat(samples).isEqualTo(whole.rows(0, samples.shape().dim(0)));
            }
        } finally {
            threads.shutdown();
        }
    }

    /** A sampler receives the values of exactly the parameters that it uses. */
    @Test
    void parametersHaveTheirValues() {
        Scope scope = Scope.root();
        Tensor shift = scope.parameter("shift", PLANE, Initializer.zeros());
        scope.parameter("other", Shape.of(1000), Initializer.zeros());
        List<Parameter> parameters = scope.parameters();
        ParameterValues values = ParameterValues.initial(parameters, KEY)
                .and(new ParameterValues(Map.of("shift", HostArray.of(PLANE, 3f, -4f))));
        PushForward moved = new PushForward(PLANE, Schema.empty(), (noise, rows, context) -> noise.normal(rows, 2)
                .add(shift));
        HostArray noise = KEY.normal(Shape.of(5, 2));
        try (SamplingLoop<Tensor> loop = SamplingLoop.of(oracle, moved, parameters, values, Ladder.of(5))) {
            HostArray samples = loop.push(List.of(noise), Rows.none());
            for (int i = 0; i < 5; i++) {
                assertThat(samples.get(i, 0)).isEqualTo((float) (noise.get(i, 0) + 3));
                assertThat(samples.get(i, 1)).isEqualTo((float) (noise.get(i, 1) - 4));
            }
        }
    }

    @Test
    void aClosedLoopIsRefused() {
        SamplingLoop<Tensor> loop = loop(new Walk(0, 1.0), Ladder.of(2));
        loop.draw(KEY, 2);
        loop.close();
        loop.close();
        assertThatThrownBy(() -> loop.draw(KEY, 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("after close()");
    }

    /** Samples whose shape differs from the event, which is detected before anything is compiled. */
    private record Wide(int steps) implements Sampler<Tensor> {
        @Override
        public Shape event() {
            return PLANE;
        }

        @Override
        public Tensor init(Noise noise, int rows, Context context) {
            return noise.normal(rows, 3);
        }

        @Override
        public Tensor step(Tensor x, StepInput input) {
            return x.neg();
        }

        @Override
        public Tensor result(Tensor x, Context context) {
            return x;
        }
    }

    @Test
    void nothingIsCompiledForASamplerThatIsRefused() {
        for (int steps : new int[] {0, 2}) {
            WatchedEngine engine = WatchedEngine.of();
            try (Backend backend = engine.open();
                    SamplingLoop<Tensor> loop =
                            SamplingLoop.of(backend, new Wide(steps), List.of(), NO_VALUES, Ladder.of(2))) {
                assertThatThrownBy(() -> loop.prepare(2)).hasMessageContaining("rows of its event's shape [2]");
                assertThat(engine.compiled()).isZero();
            }
        }
    }

    /** First the initial program of a walk compiles and the step is refused; then both compile and the result is refused. */
    @Test
    void whatWasCompiledBeforeARefusalIsClosed() {
        assertClosed(graph -> takes(graph, "numbers"), 1);
        assertClosed(graph -> takes(graph, "state.0"), 2);
    }

    private static boolean takes(Graph graph, String input) {
        return graph.inputs().stream().anyMatch(each -> RowProgram.nameOf(each).equals(input));
    }

    private void assertClosed(Predicate<Graph> refused, int before) {
        WatchedEngine engine = WatchedEngine.refusing(refused);
        try (Backend backend = engine.open();
                SamplingLoop<Tensor> loop =
                        SamplingLoop.of(backend, new Walk(0.1, 0.5), List.of(), NO_VALUES, Ladder.of(2))) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> loop.prepare(2)).hasMessage("this graph is refused");
                assertThat(engine.compiled()).as("attempt " + attempt).isEqualTo(before);
            }
        }
        assertThat(engine.closed()).isEqualTo(before);
    }

    @Test
    void aClosedLoopPreparesNothing() {
        WatchedEngine engine = WatchedEngine.of();
        try (Backend backend = engine.open()) {
            SamplingLoop<Tensor> loop =
                    SamplingLoop.of(backend, new Walk(0.1, 0.5), List.of(), NO_VALUES, Ladder.of(2));
            loop.close();
            assertThatThrownBy(() -> loop.prepare(2))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("after close()");
            assertThat(engine.compiled()).isZero();
        }
    }
}
