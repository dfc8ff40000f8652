package org.pushforward.benchmark.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

class WorkloadsTest {
    private static final RandomKey KEY = RandomKey.of(3);

    static List<Workload> all() {
        return List.copyOf(Workloads.all().values());
    }

    /** The smallest of its kind: a U-Net's norms are over 8 groups of channels, and images are large as they are. */
    private static Size small(Workload workload) {
        Size size = workload.size();
        return new Size(
                workload.result() == Workload.ResultKind.DISTANCE ? 40 : isOfImages(workload) ? 1 : 4,
                size.width() == 0 ? 0 : 8,
                size.steps() == 0 ? 0 : isOfImages(workload) ? 2 : 3);
    }

    private static boolean isOfImages(Workload workload) {
        return workload.name().startsWith("unet") || workload.name().startsWith("dps");
    }

    private static List<HostArray> results(Workload workload, String backend, int steps) {
        List<HostArray> results = new ArrayList<>();
        try (Backend opened = Backends.open(backend, BackendOptions.defaults().withThreads(1));
                Case prepared = workload.prepare(opened, small(workload))) {
            for (int step = 0; step < steps; step++) {
                results.add(read(prepared, step, prepared.draw(KEY.fold(step))));
            }
        }
        return results;
    }

    private static HostArray read(Case prepared, long step, Map<String, HostArray> draws) {
        return prepared.run(step, draws, true).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyEngineAgreesWithTheOracle(Workload workload) {
        // The second step sees what the optimizer has done in the first; of the U-Net the first is slow enough.
        int steps = workload.result() == Workload.ResultKind.LOSS && !isOfImages(workload) ? 2 : 1;
        List<HostArray> oracle = results(workload, "reference", steps);
        List<HostArray> engine = results(workload, "onnx", steps);

        for (int step = 0; step < oracle.size(); step++) {
            double[] expected = oracle.get(step).toDoubles();
            double[] actual = engine.get(step).toDoubles();
            assertThat(actual).hasSameSizeAs(expected);
            double largest = 0;
            for (double value : expected) {
                largest = Math.max(largest, Math.abs(value));
            }
            for (int i = 0; i < expected.length; i++) {
                // The bound of the conformance kit for samples, whose steps add up rounding; losses are well within.
                assertThat(actual[i]).isCloseTo(expected[i], within(1e-3 * largest));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aDrawCanBeUsedAgain(Workload workload) {
        if (workload.result() == Workload.ResultKind.LOSS) {
            return;
        }
        try (Backend opened = Backends.open("onnx", BackendOptions.defaults().withThreads(1));
                Case prepared = workload.prepare(opened, small(workload))) {
            Map<String, HostArray> draws = prepared.draw(KEY);
            HostArray first = read(prepared, 0, draws);
            assertThat(read(prepared, 1, draws)).isEqualTo(first);
            assertThat(read(prepared, 2, prepared.draw(KEY.fold(1)))).isNotEqualTo(first);
        }
    }

    @Test
    void trainingLowersEveryLoss() {
        for (Workload workload : all()) {
            if (workload.result() != Workload.ResultKind.LOSS || workload.name().equals("wgan-gp-train")) {
                continue; // A critic's loss is a part of a game.
            }
            try (Backend opened =
                            Backends.open("onnx", BackendOptions.defaults().withThreads(1));
                    Case prepared = workload.prepare(opened, small(workload))) {
                Map<String, HostArray> draws = prepared.draw(KEY);
                double first = read(prepared, 0, draws).item();
                for (int step = 1; step < 29; step++) {
                    assertThat(prepared.run(step, draws, false)).isEmpty();
                }
                double last = read(prepared, 29, draws).item();
                assertThat(last).as(workload.name()).isLessThan(first);
            }
        }
    }

    /** Counted by hand from shared definitions; the peer counts the same. */
    @Test
    void modelsHaveTheParametersOfTheirDefinitions() {
        int realNvp = 8 * ((1 * 128 + 128) + (128 * 128 + 128) + (128 * 2 + 2));
        int vae = (784 * 400 + 400)
                + (400 * 400 + 400)
                + (400 * 40 + 40)
                + (20 * 400 + 400)
                + (400 * 400 + 400)
                + (400 * 784 + 784);
        int wgan = (64 * 256 + 256)
                + 2 * (256 * 256 + 256)
                + (256 * 2 + 2)
                + (2 * 256 + 256)
                + 2 * (256 * 256 + 256)
                + (256 + 1);
        int denoiser = (66 * 256 + 256) + 3 * (256 * 256 + 256) + (256 * 2 + 2);
        Map<String, Integer> expected = Map.of(
                "realnvp-train", realNvp,
                "realnvp-logprob", realNvp,
                "vae-train", vae,
                "wgan-gp-train", wgan,
                "denoiser-train", denoiser,
                "denoiser-sample", denoiser,
                "mmps-sample", denoiser,
                "max-sliced-w2", 0);
        try (Backend opened = Backends.open("reference")) {
            expected.forEach((name, count) -> {
                Workload workload = Workloads.all().get(name);
                Size size = workload.size();
                try (Case prepared = workload.prepare(opened, size)) {
                    assertThat(prepared.parameters()).as(name).isEqualTo(count);
                }
            });
        }
    }

    @Test
    void namesAreThoseOfTheDefinitions() {
        assertThat(Workloads.all().keySet())
                .containsExactly(
                        "realnvp-train",
                        "realnvp-logprob",
                        "vae-train",
                        "wgan-gp-train",
                        "denoiser-train",
                        "denoiser-sample",
                        "unet-train",
                        "unet-sample",
                        "dps-sample",
                        "mmps-sample",
                        "max-sliced-w2");
        assertThat(Workloads.named("all")).hasSize(11);
        assertThat(Workloads.named("vae-train, unet-train,vae-train"))
                .extracting(Workload::name)
                .containsExactly("vae-train", "unet-train");
        assertThatThrownBy(() -> Workloads.named("vae-train,vea-train"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no workload 'vea-train': did you mean 'vae-train'?")
                .hasMessageContaining("max-sliced-w2");
    }

    @Test
    void aSizeIsAskedForOnlyWhereThereIsOne() {
        Size.Request width = new Size.Request(OptionalInt.empty(), OptionalInt.of(32), OptionalInt.empty());
        Size.Request batch = new Size.Request(OptionalInt.of(32), OptionalInt.empty(), OptionalInt.empty());

        assertThat(new Size(1024, 256, 0).with("denoiser-train", width)).isEqualTo(new Size(1024, 32, 0));
        assertThat(new Size(1024, 256, 0).with("denoiser-train", batch)).isEqualTo(new Size(32, 256, 0));
        assertThatThrownBy(() -> Size.of(10000).with("max-sliced-w2", width))
                .hasMessage("workload max-sliced-w2 has no width that could be 32");
        assertThatThrownBy(() -> new Size.Request(OptionalInt.of(0), OptionalInt.empty(), OptionalInt.empty()))
                .hasMessageContaining("batch = 0");
    }

    @Test
    void chunksAreOfOneShape() {
        assertThat(LogDensityWorkload.largestDivisor(65536, 2048)).isEqualTo(2048);
        assertThat(LogDensityWorkload.largestDivisor(90, 32)).isEqualTo(30);
        assertThat(LogDensityWorkload.largestDivisor(7, 32)).isEqualTo(7);
    }
}
