package org.pushforward.benchmark.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.benchmark.config.Experiment;
import org.pushforward.benchmark.infer.config.InferSettings;
import org.pushforward.benchmark.infer.config.StudySettings;
import org.pushforward.benchmark.trainrun.TrainSettings;

/** Public, because printed code uses a record of this test. */
public class RecordJavaTest {
    @TempDir
    private Path folder;

    /** A record with every kind of value. */
    public record Everything(
            int whole,
            long large,
            double real,
            boolean truth,
            String text,
            Duration time,
            Optional<String> none,
            Optional<Inner> some,
            List<Inner> list,
            Map<String, Inner> map,
            Thread.State constant) {

        /** A nested record. */
        public record Inner(List<Double> numbers) {}
    }

    /** Compiles the code of all records at once, because a compiler takes a second to start, and runs it. */
    private List<Object> compiled(List<Record> records) throws Exception {
        List<String> files = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            String code = RecordJava.print("settings", records.get(i));
            int end = code.lastIndexOf(";\n\n") + 2;
            Path file = folder.resolve("Printed" + i + ".java");
            Files.writeString(
                    file,
                    code.substring(0, end) + "public class Printed" + i + " { public static Object of() {"
                            + code.substring(end) + "return settings; } }");
            files.add(file.toString());
        }
        List<String> arguments = new ArrayList<>(
                List.of("-cp", System.getProperty("java.class.path"), "-proc:none", "-d", folder.toString()));
        arguments.addAll(files);
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(code).isZero();
        List<Object> made = new ArrayList<>();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            for (int i = 0; i < records.size(); i++) {
                made.add(loader.loadClass("Printed" + i).getMethod("of").invoke(null));
            }
        }
        return made;
    }

    private static List<Record> examples() throws IOException {
        List<Record> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("../examples"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                String text = Files.readString(file);
                RecordYaml<? extends Record> yaml = text.contains("\ncomparisons:")
                        ? Experiment.yaml()
                        : text.contains("\nslow-fields:")
                                ? StudySettings.yaml()
                                : text.contains("\nmethods:") ? InferSettings.yaml() : TrainSettings.yaml();
                records.add(yaml.read(file));
            }
        }
        return records;
    }

    @Test
    void theCodeMakesAnEqualRecord() throws Exception {
        Everything.Inner inner = new Everything.Inner(List.of(1e-9, 0.1, Double.POSITIVE_INFINITY));
        List<Record> records = new ArrayList<>(examples());
        assertThat(records).hasSizeGreaterThan(3);
        records.add(new Everything(
                1,
                1L << 40,
                1.0 / 3,
                true,
                "a \"quoted\"\\\n text \u0007 of a name that is so long that a line of code would be wider than a page",
                Duration.ofSeconds(90),
                Optional.empty(),
                Optional.of(inner),
                List.of(inner, inner),
                Map.of("key", inner),
                Thread.State.NEW));
        assertThat(compiled(records)).isEqualTo(records);
    }
}
