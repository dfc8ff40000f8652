package org.pushforward.benchmark.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Cancellation;
import org.pushforward.backend.Device;
import org.pushforward.benchmark.workload.Case;
import org.pushforward.benchmark.workload.Size;
import org.pushforward.benchmark.workload.Workload;
import org.pushforward.benchmark.workload.Workloads;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class StopwatchTest {
    private final List<Long> numbers = new ArrayList<>();
    private final List<Long> reads = new ArrayList<>();
    private final List<Double> used = new ArrayList<>();
    private int draws;
    private boolean closed;

    /** Gives the number of the step, of a draw that is its own number. */
    private final class Counting implements Workload, Case {
        @Override
        public String name() {
            return "counting";
        }

        @Override
        public Size size() {
            return new Size(3, 0, 0);
        }

        @Override
        public ResultKind result() {
            return ResultKind.LOSS;
        }

        @Override
        public Case prepare(Backend backend, Size size) {
            return this;
        }

        @Override
        public int parameters() {
            return 7;
        }

        @Override
        public Map<String, HostArray> draw(RandomKey key) {
            return Map.of("draw", HostArray.scalar(DType.F64, draws++));
        }

        @Override
        public Optional<HostArray> run(long number, Map<String, HostArray> given, boolean read) {
            numbers.add(number);
            if (read) {
                reads.add(number);
            }
            used.add(given.get("draw").item());
            return read ? Optional.of(HostArray.scalar(DType.F64, number)) : Optional.empty();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private TimingRecord measure(Workload workload, Size size, Budget budget) {
        return Stopwatch.measure(workload, size, () -> Backends.open("reference"), budget, new Cancellation());
    }

    @Test
    void drawsAreMadeBeforeAndUsedInTurn() {
        TimingRecord measured = measure(new Counting(), new Size(3, 0, 0), new Budget(1e-9, 40));

        assertThat(draws).isEqualTo(8);
        assertThat(closed).isTrue();
        // The loss is read once the clock has stopped.
        int steps = measured.warmup() + measured.steps().count() + 1;
        assertThat(measured.steps().count()).isGreaterThanOrEqualTo(5);
        for (int i = 0; i < steps; i++) {
            assertThat(numbers.get(i)).isEqualTo(i);
            // The first step comes before the others' draws, so that the time from the start holds one draw alone.
            assertThat(used.get(i)).isEqualTo(i % 8);
        }
        assertThat(numbers).hasSize(steps);
        assertThat(reads).containsExactly(0L, 1L, 2L, 3L, 4L, steps - 1L);
        assertThat(measured.warmup()).isGreaterThan(5);
        assertThat(measured.early())
                .containsExactly(
                        new TimedRun.ScalarResult(0),
                        new TimedRun.ScalarResult(1),
                        new TimedRun.ScalarResult(2),
                        new TimedRun.ScalarResult(3),
                        new TimedRun.ScalarResult(4));
        assertThat(measured.last()).isEqualTo(new TimedRun.ScalarResult(steps - 1));
    }

    @Test
    void stepsAreBounded() {
        assertThat(measure(new Counting(), new Size(3, 0, 0), new Budget(1, 6))
                        .steps()
                        .count())
                .isEqualTo(6);
        assertThatThrownBy(() -> new Budget(0, 10)).hasMessageContaining("seconds = 0.0");
        assertThatThrownBy(() -> new Budget(1, 4)).hasMessageContaining("max-steps = 4");
    }

    /** The fields that the PyTorch side writes for an eager run. */
    @Test
    void fieldsAreThoseOfThePeer() {
        Workload workload = Workloads.all().get("denoiser-train");
        // Long enough for the clock of processor time, which ticks every 10 ms on some machines.
        ObjectNode json =
                measure(workload, new Size(2, 4, 0), new Budget(0.05, 100_000)).toJson();

        assertThat(json.fieldNames())
                .toIterable()
                .contains(
                        "workload",
                        "mode",
                        "threads",
                        "median_s",
                        "p10_s",
                        "p90_s",
                        "min_s",
                        "steps",
                        "warmup_steps",
                        "first_step_s",
                        "draw_s",
                        "peak_rss_mb",
                        "rss_before_mb",
                        "result",
                        "first",
                        "final",
                        "first_loss",
                        "final_loss",
                        "early",
                        "params",
                        "note")
                .contains("compile_s", "start_to_first_step_s", "batch", "width", "host_share", "rss_mb_after");
        assertThat(json.path("mode").asText()).isEqualTo("reference");
        assertThat(json.path("batch").asInt()).isEqualTo(2);
        assertThat(json.path("first_loss").asDouble())
                .isEqualTo(json.path("early").path(0).path("value").asDouble());
        assertThat(json.path("min_s").asDouble())
                .isPositive()
                .isLessThanOrEqualTo(json.path("median_s").asDouble());
        assertThat(json.path("cpu_s").asDouble()).isPositive();
        assertThat(json.path("first_step_s").asDouble())
                .isGreaterThan(json.path("compile_s").asDouble());
    }

    @Test
    void samplesHaveMomentsAndNoLoss() {
        Workload workload = Workloads.all().get("denoiser-sample");
        ObjectNode json =
                measure(workload, new Size(4, 4, 2), new Budget(1e-3, 5)).toJson();

        assertThat(json.path("first_loss").isNull()).isTrue();
        assertThat(json.path("final").path("finite").asBoolean()).isTrue();
        assertThat(json.path("sampler_steps").asInt()).isEqualTo(2);
        TimedRun seen = TimedRun.of(Workload.ResultKind.SAMPLE, HostArray.of(Shape.of(4), 1.0, 2.0, 3.0, Double.NaN));
        assertThat(seen.toJson().path("finite").asBoolean()).isFalse();
        assertThat(TimedRun.of(Workload.ResultKind.SAMPLE, HostArray.of(Shape.of(4), 1.0, 2.0, 3.0, 6.0)))
                .isEqualTo(new TimedRun.SampleMoments(3, Math.sqrt(14.0 / 3), true));
    }

    @Test
    void quantilesLieBetweenNeighbors() {
        Spread spread = Spread.of(new double[] {5, 1, 3, 2});

        assertThat(spread.median()).isEqualTo(2.5);
        assertThat(spread.quantile(0)).isEqualTo(1);
        assertThat(spread.quantile(1)).isEqualTo(5);
        assertThat(spread.quantile(0.9)).isCloseTo(4.4, within(1e-12));
    }

    @Test
    void memoryIsRead() {
        List<String> status = List.of("Name:\tjava", "VmHWM:\t  2048 kB", "VmRSS:\t  1024 kB");
        assertThat(ResidentMemory.megabytes("VmHWM:", status)).isEqualTo(2);
        assertThat(ResidentMemory.megabytes("VmRSS:", status)).isEqualTo(1);
        assertThat(ResidentMemory.megabytes("VmRSS:", List.of("Name:\tjava"))).isNaN();
    }

    @Test
    void memoryIsSeenAfterOneTwoAndFiveTimesPowersOfTen() {
        int[] looks = {0};
        MemoryTrace trace = new MemoryTrace(() -> ++looks[0]);
        for (int steps = 1; steps <= 2500; steps++) {
            trace.noteAfter(steps);
        }
        assertThat(trace.megabytes().keySet()).containsExactly(10, 20, 50, 100, 200, 500, 1000, 2000);
        assertThat(trace.megabytes()).containsEntry(1000, 7.0);

        MemoryTrace unknown = new MemoryTrace(() -> Double.NaN);
        unknown.noteAfter(10);
        assertThat(unknown.megabytes()).isEmpty();
    }

    @Test
    void theHostsShareIsWhatTheEngineLeaves() {
        TimingRecord host = measure(new Counting(), new Size(3, 0, 0), new Budget(1e-3, 5));
        assertThat(host.hostShare()).isEqualTo(1);
        TimingRecord shared = measure(Workloads.all().get("denoiser-train"), new Size(2, 4, 0), new Budget(1e-3, 10));
        assertThat(shared.hostShare()).isStrictlyBetween(0.0, 1.0);
    }

    @Test
    void aStepOnAGpuEndsWithAReading() {
        assertThat(Stopwatch.mustRead(Device.gpu(1))).isTrue();
        assertThat(Stopwatch.mustRead(Device.cpu())).isFalse();
    }
}
