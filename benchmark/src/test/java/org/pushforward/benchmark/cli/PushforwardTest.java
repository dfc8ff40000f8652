package org.pushforward.benchmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Module;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.benchmark.config.Candidate;
import org.pushforward.benchmark.config.Experiment;
import org.pushforward.benchmark.data.DataSettings;
import org.pushforward.benchmark.data.Target;
import org.pushforward.benchmark.data.ToySettings;
import org.pushforward.benchmark.model.VaeSettings;
import org.pushforward.benchmark.run.BenchmarkModule;
import org.pushforward.benchmark.run.Trials;
import org.pushforward.settings.Kind;

class PushforwardTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Interruption interruption = new Interruption();
    private Path file;
    private Path place;

    @BeforeEach
    void writeExperiment() throws IOException {
        file = folder.resolve("tiny.yaml");
        place = folder.resolve("run");
        Files.writeString(file, experiment(3).toYaml());
    }

    private static Experiment experiment(int iterations) {
        return Trials.small("tiny")
                .compare(
                        "moons",
                        new ToySettings("two-moons"),
                        Candidate.of(new VaeSettings(1, 4), Trials.training(iterations)))
                .build();
    }

    private int run(List<Module> modules, Object... arguments) {
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true), false);
        String[] words = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
        return Pushforward.run(console, interruption, words, modules.toArray(Module[]::new));
    }

    private int run(Object... arguments) {
        return run(List.of(), arguments);
    }

    @Test
    void aComparisonLeavesItsReportAndATable() throws IOException {
        assertThat(run("compare", file, "--out", place)).isZero();

        assertThat(place.resolve("report.html")).isNotEmptyFile();
        assertThat(place.resolve("report.json")).content().contains("\"complete\"");
        assertThat(place.resolve("samples")).isDirectoryContaining("glob:**/moons-*.png");
        assertThat(place.resolve("experiment.yaml")).hasContent(Files.readString(file));
        assertThat(out.toString())
                .contains("moons: 64 held-out samples, floor SW2 ")
                .containsPattern("Gaussian VAE +onnx +decoder +\\d")
                .contains("tiny: complete")
                .contains("Report: " + place.resolve("report.html"));
        assertThat(err.toString()).contains("[1/1] moons, Gaussian VAE on onnx: completed after 3 iterations");
    }

    @Test
    void optionsOverrideTheFile() {
        assertThat(run("compare", file, "--out", place, "--seed", 99, "--threads", 2, "--quiet"))
                .isZero();

        assertThat(place.resolve("experiment.yaml"))
                .content()
                .contains("seed: 99")
                .contains("threads: 2");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aRunFolderIsReplacedOnlyByForce() {
        run("compare", file, "--out", place);

        assertThat(run("compare", file, "--out", place, "--seed", 8)).isEqualTo(2);
        assertThat(err.toString()).contains("exists already: --force replaces it");
        assertThat(place.resolve("experiment.yaml")).content().contains("seed: 5");

        assertThat(run("compare", file, "--out", place, "--seed", 8, "--force")).isZero();
        assertThat(place.resolve("experiment.yaml")).content().contains("seed: 8");
    }

    @Test
    void anInterruptionLeavesAReportAndExitCode130() throws IOException {
        Files.writeString(file, experiment(1_000_000).toYaml());
        // Presses Ctrl-C, so to speak, when the first progress of training shows on the terminal.
        StringWriter terminal = new StringWriter() {
            @Override
            public void write(String text, int from, int length) {
                super.write(text, from, length);
                if (toString().contains(" of 1000000")) {
                    interruption.cancellation().request();
                }
            }
        };

        int code = Pushforward.run(
                new Console(new PrintWriter(out, true), new PrintWriter(terminal, true), true),
                interruption,
                new String[] {"compare", file.toString(), "--out", place.toString()});

        assertThat(code).isEqualTo(130);
        assertThat(place.resolve("report.json"))
                .content()
                .contains("\"interrupted\"")
                .contains("\"cancelled\"");
        assertThat(place.resolve("report.html")).isNotEmptyFile();
        assertThat(out.toString()).contains("(cancelled)").contains("tiny: interrupted");
    }

    @Test
    void aModelThatFailsGivesExitCodeOne() throws IOException {
        Experiment failing = Trials.small("failing")
                .compare(
                        "moons", new ToySettings("two-moons"), Candidate.of(new Trials.Divergent(), Trials.training(3)))
                .build();
        Files.writeString(file, failing.toYaml());

        assertThat(run(List.of(new Trials.Extension()), "compare", file, "--out", place))
                .isEqualTo(1);
        assertThat(err.toString()).contains("failed").contains("at iteration 1");
        assertThat(place.resolve("report.json")).content().contains("partly failed");
    }

    @Test
    void unfitDataGivesExitCodeTwoAndLeavesNothing() throws IOException {
        Experiment holes = Trials.small("holes")
                .compare("rows", new Trials.Holes(), Candidate.of(new VaeSettings(1, 4), Trials.training(3)))
                .build();
        Files.writeString(file, holes.toYaml());

        assertThat(run(List.of(new Trials.Extension()), "compare", file, "--out", place))
                .isEqualTo(2);
        assertThat(err.toString()).contains("comparison 'rows'").contains("NaN").doesNotContain("\tat ");
        assertThat(Files.list(folder)).containsExactly(file);
    }

    @Test
    void aWrongCallGivesExitCodeTwo() throws IOException {
        assertThat(run()).isEqualTo(2);
        assertThat(run("compere", file)).isEqualTo(2);
        assertThat(run("compare")).isEqualTo(2);
        assertThat(run("compare", file, "--sed", "1")).isEqualTo(2);
        assertThat(run("compare", file, "--seed", "one")).isEqualTo(2);
        assertThat(run("compare", folder.resolve("absent.yaml"))).isEqualTo(2);
        assertThat(run("compare", file, "--out", place, "--backend", "onyx")).isEqualTo(2);
        assertThat(run("compare", file, "--out", place, "--device", "gpu:9")).isEqualTo(2);
        assertThat(run("compare", file, "--out", place, "--threads", "0")).isEqualTo(2);
        assertThat(err.toString())
                .contains("absent.yaml: no such file")
                .contains("no backend 'onyx'")
                .contains("device gpu:9 of backend onnx")
                .contains("threads = 0: expected 1 or more")
                .doesNotContain("\tat ");
        assertThat(Files.list(folder)).containsExactly(file);
    }

    @Test
    void debugShowsWhereAnErrorComesFrom() {
        assertThat(run("compare", folder.resolve("absent.yaml"), "--debug")).isEqualTo(2);

        assertThat(err.toString()).contains("absent.yaml: no such file").contains("\tat ");
    }

    @Test
    void aModuleAddsAFamilyAndTakesThePlaceOfOne() throws IOException {
        Module replacing = new AbstractModule() {
            @Override
            protected void configure() {
                BenchmarkModule.data(binder()).addBinding().toInstance(OtherToy.class);
            }
        };
        Files.writeString(file, Files.readString(file).replace("law: two-moons", "radius: 2"));

        assertThat(run(List.of(replacing), "compare", file, "--out", place)).isZero();
        assertThat(place.resolve("experiment.yaml")).content().contains("radius: 2");
    }

    /** Another law under the name of one that there is. */
    @Kind("toy")
    public record OtherToy(int radius) implements DataSettings {
        @Override
        public Target load() {
            return new ToySettings("checkerboard").load();
        }
    }

    @Test
    void theDoctorListsWhatIsThereAndWhatIsMissing() {
        assertThat(run("doctor")).isZero();

        assertThat(out.toString())
                .contains("onnx: ONNX Runtime")
                .containsPattern("cpu +usable")
                .contains("tensorflow: not on the class path")
                .contains("org.pushforward:backend-tensorflow:")
                .contains("./pushforward doctor --backend tensorflow")
                .contains("cores");
        assertThat(run("doctor", "--backend", "onyx")).isEqualTo(2);
    }

    @Test
    void helpAndVersionAreThere() {
        assertThat(run("--help")).isZero();
        assertThat(run("compare", "--help")).isZero();
        assertThat(run("--version")).isZero();
        assertThat(out.toString())
                .contains("compare")
                .contains("--force")
                .containsPattern("pushforward \\d+\\.\\d+\\.\\d+");
    }
}
