package org.pushforward.benchmark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The three programs of the README and of the tutorial compile and run, each under 15 lines; fewer steps here than there. */
class DocumentedProgramsTest {
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final List<String> API =
            List.of("backend", "data", "distribution", "graph", "model", "nn", "random", "tensor", "train");
    private static final List<String> ZOO = List.of("data", "family", "flow", "posterior", "sampler", "score");

    @TempDir
    Path folder;

    private static List<String> programs(String page) throws IOException {
        List<String> programs = new ArrayList<>();
        Matcher block = JAVA.matcher(Files.readString(Path.of("..", page)));
        while (block.find()) {
            programs.add(block.group(1));
        }
        return programs;
    }

    private static String importing(boolean zoo) {
        StringBuilder text = new StringBuilder("import java.util.List;\n");
        API.forEach(name -> text.append("import org.pushforward." + name + ".*;\n"));
        if (zoo) {
            ZOO.forEach(name -> text.append("import org.pushforward.zoo." + name + ".*;\n"));
        }
        return text.toString();
    }

    /** Compiles a class and runs its method {@code run()}. */
    private void run(String source) throws Exception {
        Path file = Files.writeString(folder.resolve("Program.java"), source);
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        file.toString());
        assertThat(code).as(source).isZero();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            loader.loadClass("Program").getMethod("run").invoke(null);
        }
    }

    private static String quick(String program) {
        return program.replaceAll("iterations\\(\\d+\\)", "iterations(5)");
    }

    private static String method(boolean zoo, String body, String classes) {
        return importing(zoo) + "public class Program { public static void run() {\n" + quick(body) + "} }\n" + classes;
    }

    private static String start(List<String> programs, String beginning) {
        return programs.stream()
                .filter(each -> each.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/tutorial.md"})
    void programsRun(String page) throws Exception {
        for (String program : programs(page)) {
            if (program.startsWith("try (Backend")) {
                run(method(true, program, ""));
            }
        }
    }

    /** The program observes 1.5 with a deviation of 0.1, so its draws must be finite and agree with that. */
    @Test
    void theConditionedDiffusionModelDrawsFromThePosterior() throws Exception {
        String program = programs("README.md").stream()
                .filter(each -> each.contains("Mmps.of"))
                .findFirst()
                .orElseThrow();
        String check = """
                    double mean = 0;
                    for (int i = 0; i < 1000; i++) {
                        if (!(Math.abs(draws.get(i, 0) - 1.5) < 1 && Math.abs(draws.get(i, 1)) < 5)) {
                            throw new AssertionError("draw " + i + ": " + draws.get(i, 0) + ", " + draws.get(i, 1));
                        }
                        mean += draws.get(i, 0) / 1000;
                    }
                    if (!(Math.abs(mean - 1.5) < 0.1)) {
                        throw new AssertionError("mean " + mean);
                    }
                """;
        String checked = program.replace("System.out.println(draws);", check);
        assertThat(checked).contains("iterations(2000)", "AssertionError");
        run(importing(true) + "public class Program { public static void run() {\n" + checked + "} }\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/tutorial.md"})
    void yourOwnModelNeedsOnlyTheApi(String page) throws Exception {
        String model = start(programs(page), "final class Gaussian");
        String use = """
                try (Backend backend = Backends.open("onnx")) {
                    Dataset data = Dataset.of(RandomKey.of(1).normal(Shape.of(500, 2)));
                    Trained<Gaussian> trained = Trainer.on(backend).fit(new Gaussian(), data, RandomKey.of(2));
                    double density = trained.logProb(HostArray.of(new float[][] {{0, 0}})).item();
                    if (!(Math.abs(density + Math.log(2 * Math.PI)) < 0.3)) {
                        throw new AssertionError("log p(0) = " + density);
                    }
                }
                """;
        run(method(false, use, model));
    }

    @Test
    void theTutorialListsTheImports() throws IOException {
        assertThat(programs("docs/tutorial.md")).contains(importing(true));
    }

    @Test
    void theFieldRuns() throws Exception {
        List<String> programs = programs("docs/fields.md");
        assertThat(programs).hasSize(1);
        assertThat(programs.get(0).split("\n")).hasSizeLessThanOrEqualTo(15);
        StringBuilder imports = new StringBuilder("import java.util.Arrays;\n");
        List.of("", ".covariance", ".inference", ".kriging", ".simulation")
                .forEach(name -> imports.append("import org.pushforward.zoo.field" + name + ".*;\n"));
        run("import org.pushforward.random.*;\nimport org.pushforward.tensor.*;\n" + imports
                + "public class Program { public static void run() {\n" + programs.get(0) + "} }\n");
    }

    @Test
    void programsAreShort() throws IOException {
        List<String> programs = programs("README.md");
        assertThat(programs).hasSize(3);
        assertThat(programs)
                .allSatisfy(each -> assertThat(Stream.of(each.split("\n")).filter(line -> !line.isBlank()))
                        .hasSizeLessThan(15));
    }
}
