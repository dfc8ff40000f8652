package org.pushforward.benchmark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.model.Family;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.zoo.data.TwoMoons;

/** The project examples/own-family: built with nothing but {@code api}, and compared with what is there. */
class OwnFamilyTest {
    private static final Path PROJECT = Path.of("..", "examples", "own-family");
    private static final int POINTS = 100_000;

    @TempDir
    private Path folder;

    private final CommandLine command = new CommandLine();
    private final StringWriter out = command.out;
    private final StringWriter err = command.err;

    private static List<Path> filesBelow(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** Builds the jar, as the project's README says. */
    private Path build() throws IOException, URISyntaxException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path api = Path.of(
                Family.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<String> arguments = new ArrayList<>(
                List.of("--release", "17", "-proc:none", "-Xlint:all", "-Werror", "-cp", api.toString()));
        arguments.addAll(List.of("-d", classes.toString()));
        filesBelow(PROJECT.resolve(Path.of("src", "main", "java"))).forEach(file -> arguments.add(file.toString()));
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(code).isZero();
        Path jar = Files.createDirectories(folder.resolve("jars")).resolve("own-family.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file)) {
            for (Path root : List.of(classes, PROJECT.resolve(Path.of("src", "main", "resources")))) {
                for (Path each : filesBelow(root)) {
                    entries.putNextEntry(
                            new JarEntry(root.relativize(each).toString().replace('\\', '/')));
                    entries.write(Files.readAllBytes(each));
                }
            }
        }
        return jar;
    }

    @Test
    void theExampleIsBuiltAndCompared() throws IOException, URISyntaxException {
        Path jar = build();
        Path place = folder.resolve("run");

        int code = command.run(
                "compare",
                PROJECT.resolve("experiment.yaml"),
                "--out",
                place,
                "--threads",
                1,
                "--plugins",
                jar.getParent());

        assertThat(err.toString()).contains("Full Gaussian on onnx: completed");
        assertThat(code).isZero();
        JsonNode models = new ObjectMapper()
                .readTree(place.resolve("report.json").toFile())
                .at("/comparisons/0/models");
        assertThat(models.at("/0/family").asText()).isEqualTo("full-gaussian");
        assertThat(models.at("/1/family").asText()).isEqualTo("real-nvp");
        // No Gaussian is more likely than that of the distribution's own moments. Over 2000 test rows the mean of log p
        // varies by
        // about 0.015, and training ends within that of the best.
        assertThat(models.at("/0/logDensity/standardized/mean").asDouble())
                .isCloseTo(bestLogLikelihood(), within(0.06));
        assertThat(place.resolve("report.html")).content().contains("Full Gaussian");
        assertThat(place.resolve("experiment.yaml")).content().contains("family: full-gaussian");
    }

    /** Returns -log det(2 pi e C) / 2 with C the covariance of two moons. */
    private static double bestLogLikelihood() {
        HostArray points = new TwoMoons().points(RandomKey.of(17), POINTS);
        double[] mean = new double[2];
        for (int i = 0; i < POINTS; i++) {
            mean[0] += points.get(i, 0) / POINTS;
            mean[1] += points.get(i, 1) / POINTS;
        }
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < POINTS; i++) {
            double x = points.get(i, 0) - mean[0];
            double y = points.get(i, 1) - mean[1];
            xx += x * x / POINTS;
            xy += x * y / POINTS;
            yy += y * y / POINTS;
        }
        return -Math.log(2 * Math.PI * Math.E) - 0.5 * Math.log(xx * yy - xy * xy);
    }

    @Test
    void theFamilyIsListedWithTheOthers() throws IOException, URISyntaxException {
        assertThat(command.run("families", "--plugins", build())).isZero();
        assertThat(out.toString())
                .containsPattern("full-gaussian +Full Gaussian +density, samples +any shape +1809")
                .contains("real-nvp");
    }

    @Test
    void twoJarsThatClaimOneNameAreBothNamed() throws IOException, URISyntaxException {
        Path jar = build();
        // The same class in another jar comes from another place, but is loaded once; another class of that name is a
        // clash.
        Path other = Files.createDirectories(
                folder.resolve("other").resolve("META-INF").resolve("services"));
        Files.writeString(other.resolve(Family.class.getName()), OtherGaussian.class.getName());

        assertThat(command.run("families", "--plugins", jar, "--plugins", folder.resolve("other")))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("two records claim family 'full-gaussian'")
                .contains("example.GaussianFamily in file:")
                .contains("own-family.jar")
                .contains(OtherGaussian.class.getName() + " in file:")
                .contains("remove one of them");
    }
}
