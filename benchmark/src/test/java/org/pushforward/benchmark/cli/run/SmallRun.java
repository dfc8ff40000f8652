package org.pushforward.benchmark.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.pushforward.benchmark.cli.CommandLine;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

/**
 * The run of a small flow, which ONNX Runtime trains on the columns height and width of a file: once for all test classes, so no test
 * changes it.
 */
final class SmallRun implements BeforeEachCallback {
    private static final int ROWS = 400;

    private Trained trained;

    private record Trained(Path folder, Path data, Path run) implements AutoCloseable {
        static Trained create() {
            try {
                Path folder = Files.createTempDirectory("small-run");
                Trained trained = new Trained(folder, folder.resolve("sizes.csv"), folder.resolve("run"));
                Files.writeString(trained.data, table());
                new CommandLine().succeed(training(trained.data, trained.run));
                return trained;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String table() {
            float[] values = RandomKey.of(5).normal(Shape.of(ROWS, 2)).toFloats();
            StringBuilder text = new StringBuilder("height,width\n");
            for (int i = 0; i < ROWS; i++) {
                text.append(100 + 10 * values[2 * i] + "," + values[2 * i + 1] + "\n");
            }
            return text.toString();
        }

        @Override
        public void close() throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        trained = context.getRoot()
                .getStore(Namespace.create(SmallRun.class))
                .getOrComputeIfAbsent(Trained.class, key -> Trained.create(), Trained.class);
    }

    /** Returns the file, of 400 rows. */
    Path data() {
        return trained.data;
    }

    /** Returns the folder of the run. */
    Path run() {
        return trained.run;
    }

    /** Returns the words of a command that trains a flow of this size on a file. */
    static Object[] training(Path data, Path place, Object... more) {
        List<Object> flow = List.of("train", "--data", data, "--family", "real-nvp", "--out", place);
        List<Object> size = set(
                "model.couplings=2",
                "model.hidden=8",
                "training.iterations=30",
                "training.batch=32",
                "training.validation.every=10",
                "checkpoints.every=10");
        return Stream.of(flow, size, List.of(more)).flatMap(List::stream).toArray();
    }

    /** Returns the words that change settings. */
    static List<Object> set(String... settings) {
        return Stream.of(settings)
                .flatMap(setting -> Stream.<Object>of("--set", setting))
                .toList();
    }
}
