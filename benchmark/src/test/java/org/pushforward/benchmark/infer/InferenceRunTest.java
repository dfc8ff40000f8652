package org.pushforward.benchmark.infer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.config.InferSettings;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.benchmark.infer.method.FieldForecast;
import org.pushforward.benchmark.infer.method.FieldPosterior;
import org.pushforward.benchmark.infer.method.KnownKriging;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Runs methods that fail next to kriging with the true parameters, whose results must remain. */
class InferenceRunTest {
    private static final MethodSettings GOOD = new MethodSettings.TrueKriging();
    private static final MethodSettings BAD = new MethodSettings.Amortized();

    @TempDir
    private Path folder;

    /** A method with a given forecast. */
    private record Fixed(String name, Supplier<FieldForecast> forecast) implements FieldPosterior {
        @Override
        public FieldForecast given(GaugedField field, int draws, RandomKey key, Cancellation cancellation) {
            return forecast.get();
        }
    }

    private InferenceFiles files(Supplier<FieldForecast> bad) {
        InferSettings settings = InferSettings.yaml()
                .parse("infer", "{data: {kind: simulated, size: 8, gauges: 12}, methods: [amortized, true-kriging]}");
        PreparedInference prepared = PreparedInference.of(settings);
        Map<MethodSettings, FieldPosterior> methods = new LinkedHashMap<>();
        methods.put(BAD, new Fixed(BAD.title(), bad));
        methods.put(GOOD, new KnownKriging(GOOD.title()));
        try (InferenceRun run = new InferenceRun(prepared, methods::get, () -> {})) {
            return new InferenceFiles(prepared, run.run(new Cancellation(), text -> {}), List.of("infer"));
        }
    }

    private void assertFailed(Supplier<FieldForecast> bad, String why) {
        InferenceFiles files = files(bad);
        assertThat(files.result().ending()).isEqualTo("partly-failed");
        assertThat(files.result().methods()).singleElement().satisfies(each -> assertThat(each.name())
                .isEqualTo(GOOD.title()));
        assertThat(files.result().leftOut())
                .containsOnlyKeys(BAD.title())
                .hasEntrySatisfying(
                        BAD.title(),
                        text -> assertThat(text).startsWith("failed: ").contains(why));
        files.write(folder);
        assertThat(folder.resolve("kriging-true-parameters").resolve("mean.npy"))
                .exists();
        assertThat(folder.resolve("learned-amortized")).doesNotExist();
    }

    @Test
    void aMethodThatCannotBeScoredKeepsTheResultsOfTheOthers() {
        double[] draws = new double[32 * 64];
        draws[77] = Double.NaN;
        HostArray array = HostArray.wrap(Shape.of(32, 8, 8), draws);
        assertFailed(() -> FieldForecast.of(array, List.of()), "the score of 32 draws");
    }

    @Test
    void aMethodThatRunsOutOfMemoryKeepsTheResultsOfTheOthers() {
        assertFailed(
                () -> {
                    throw new OutOfMemoryError("Java heap space");
                },
                "ran out of memory (Java heap space): set a larger 'cell' or fewer 'cells' in 'grid', or fewer 'draws', or"
                        + " give Java more heap, such as with the environment variable JAVA_TOOL_OPTIONS=-Xmx16g");
    }

    @Test
    void anyOtherFailureKeepsTheResultsOfTheOthers() {
        assertFailed(
                () -> {
                    throw new ArithmeticException("integer overflow");
                },
                "java.lang.ArithmeticException: integer overflow");
    }
}
