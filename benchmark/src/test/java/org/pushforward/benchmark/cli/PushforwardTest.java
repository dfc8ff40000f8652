package org.pushforward.benchmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.benchmark.config.Candidate;
import org.pushforward.benchmark.config.Experiment;
import org.pushforward.benchmark.data.DataSettings;
import org.pushforward.benchmark.data.Target;
import org.pushforward.benchmark.data.ToySettings;
import org.pushforward.benchmark.run.Trials;
import org.pushforward.model.Family;
import org.pushforward.settings.Kind;
import org.pushforward.zoo.family.VaeFamily;

class PushforwardTest {
    @TempDir
    private Path folder;

    private final CommandLine command = new CommandLine();
    private final StringWriter out = command.out;
    private final StringWriter err = command.err;
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
                .compare("moons", new ToySettings(), Candidate.of(new VaeFamily(1, 4), Trials.training(iterations)))
                .build();
    }

    /** Returns a folder that names a class of these tests among the services, as a jar does. */
    private Path plugin(Class<?> service, Class<?> record) throws IOException {
        Path plugin = folder.resolve("plugin-" + record.getSimpleName());
        Path services = Files.createDirectories(plugin.resolve("META-INF").resolve("services"));
        Files.writeString(services.resolve(service.getName()), record.getName());
        return plugin;
    }

    @Test
    void aComparisonLeavesItsReportAndATable() throws IOException {
        assertThat(command.run("compare", file, "--out", place)).isZero();

        assertThat(place.resolve("report.html")).isNotEmptyFile();
        assertThat(place.resolve("report.json")).content().contains("\"complete\"");
        assertThat(place.resolve("samples")).isDirectoryContaining("glob:**/moons-*.png");
        assertThat(place.resolve("experiment.yaml")).hasContent(Files.readString(file));
        assertThat(out.toString())
                .contains("moons: 2 sets of 64 held-out samples, real data SW2 ")
                .containsPattern("Gaussian VAE +onnx +direct +\\d")
                .contains("tiny: complete")
                .contains("Report: " + place.resolve("report.html"));
        assertThat(err.toString()).contains("[1/1] moons, Gaussian VAE on onnx: completed after 3 iterations");
    }

    @Test
    void optionsOverrideTheFile() {
        assertThat(command.run("compare", file, "--out", place, "--seed", 99, "--threads", 2, "--quiet"))
                .isZero();

        assertThat(place.resolve("experiment.yaml"))
                .content()
                .contains("seed: 99")
                .contains("threads: 2");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theMemoryOfAGpuCanBeLimited() {
        assertThat(command.run("compare", file, "--out", place, "--gpu-memory", 512, "--quiet"))
                .isZero();

        assertThat(place.resolve("experiment.yaml")).content().contains("gpu-memory: 512");
        assertThat(command.run("compare", file, "--out", place, "--gpu-memory", 8))
                .isEqualTo(2);
        assertThat(err.toString()).contains("gpu-memory = 8: expected 64 to 1048576");
    }

    @Test
    void aCpuRefusesTf32() {
        assertThat(command.run("compare", file, "--out", place, "--precision", "tf32"))
                .isNotZero();
        assertThat(err.toString()).contains("precision tf32 of backend onnx on cpu: a CPU computes in float32");
        assertThat(command.run("compare", file, "--out", place, "--precision", "half"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--precision").contains("half");
    }

    @Test
    void aRunFolderIsReplacedOnlyByForce() {
        command.run("compare", file, "--out", place);

        assertThat(command.run("compare", file, "--out", place, "--seed", 8)).isEqualTo(2);
        assertThat(err.toString()).contains("exists already: --force replaces it");
        assertThat(place.resolve("experiment.yaml")).content().contains("seed: 5");

        assertThat(command.run("compare", file, "--out", place, "--seed", 8, "--force"))
                .isZero();
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
                    command.interruption.cancellation().request();
                }
            }
        };

        int code = Pushforward.run(
                new Console(new PrintWriter(out, true), new PrintWriter(terminal, true), true),
                command.interruption,
                "compare",
                file.toString(),
                "--out",
                place.toString());

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
                        "moons",
                        new ToySettings(),
                        Candidate.of(new Trials.Divergent(2), Trials.training(4)),
                        Candidate.of(new VaeFamily(1, 4), Trials.training(3)))
                .build();
        Files.writeString(file, failing.toYaml());

        assertThat(command.run(
                        "compare", file, "--out", place, "--plugins", plugin(Family.class, Trials.Divergent.class)))
                .isEqualTo(1);
        assertThat(err.toString()).contains("failed after 2 iterations").contains("at iteration 3");
        assertThat(out.toString())
                .contains("Divergent on onnx failed after 2 iterations; the parameters learned by then are scored");
        assertThat(place.resolve("report.json")).content().contains("partly failed");
    }

    @Test
    void unfitDataGivesExitCodeTwoAndLeavesNothing() throws IOException {
        Experiment holes = Trials.small("holes")
                .compare("rows", new Trials.Holes(), Candidate.of(new VaeFamily(1, 4), Trials.training(3)))
                .build();
        Files.writeString(file, holes.toYaml());
        Path plugin = plugin(DataSettings.class, Trials.Holes.class);

        assertThat(command.run("compare", file, "--out", place, "--plugins", plugin))
                .isEqualTo(2);
        assertThat(err.toString()).contains("comparison 'rows'").contains("NaN").doesNotContain("\tat ");
        assertThat(Files.list(folder)).containsExactlyInAnyOrder(file, plugin);
    }

    @Test
    void aWrongCallGivesExitCodeTwo() throws IOException {
        assertThat(command.run()).isEqualTo(2);
        assertThat(command.run("compere", file)).isEqualTo(2);
        assertThat(command.run("compare")).isEqualTo(2);
        assertThat(command.run("compare", file, "--sed", "1")).isEqualTo(2);
        assertThat(command.run("compare", file, "--seed", "one")).isEqualTo(2);
        assertThat(command.run("compare", folder.resolve("absent.yaml"))).isEqualTo(2);
        assertThat(command.run("compare", file, "--out", place, "--backend", "onyx"))
                .isEqualTo(2);
        assertThat(command.run("compare", file, "--out", place, "--device", "gpu:9"))
                .isEqualTo(2);
        assertThat(command.run("compare", file, "--out", place, "--threads", "0"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("absent.yaml: no such file")
                .contains("no backend 'onyx'")
                .contains("device gpu:9 of backend onnx")
                .contains("threads = 0: expected 1 to 1024")
                .doesNotContain("\tat ");
        assertThat(Files.list(folder)).containsExactly(file);
    }

    @Test
    void debugShowsWhereAnErrorComesFrom() {
        assertThat(command.run("compare", folder.resolve("absent.yaml"), "--debug"))
                .isEqualTo(2);

        assertThat(err.toString()).contains("absent.yaml: no such file").contains("\tat ");
    }

    /** Other data under a name that there is. */
    @Kind("toy")
    public record OtherToy() implements DataSettings {
        @Override
        public Target load() {
            return new ToySettings("checkerboard").load();
        }
    }

    @Test
    void aPluginThatClaimsATakenNameIsRefused() throws IOException {
        assertThat(command.run(
                        "compare", file, "--out", place, "--plugins", plugin(DataSettings.class, OtherToy.class)))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("two records claim kind 'toy'")
                .contains(ToySettings.class.getName())
                .contains(OtherToy.class.getName());
        assertThat(place).doesNotExist();
    }

    @Test
    void aPlaceWithoutPluginsIsRefused() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Path broken = Files.writeString(folder.resolve("broken.jar"), "no jar");

        assertThat(command.run("families", "--plugins", folder.resolve("nowhere")))
                .isEqualTo(2);
        assertThat(command.run("families", "--plugins", empty)).isEqualTo(2);
        assertThat(command.run("families", "--plugins", broken)).isEqualTo(2);
        assertThat(err.toString())
                .contains("nowhere: no such file or folder")
                .contains("empty: expected a jar, a folder of jars")
                .contains("broken.jar is not a jar")
                .doesNotContain("\tat ");
    }

    @Test
    void familiesAreListed() throws IOException {
        assertThat(command.run("families", "--plugins", plugin(Family.class, Trials.Divergent.class)))
                .isZero();
        assertThat(out.toString())
                .containsPattern("real-nvp +RealNVP +density, samples, encoding, conditional +any shape of 2")
                .contains("org.pushforward.zoo.family.RealNvp")
                .containsPattern("divergent +Divergent +samples +points of the plane +2000 +nobody");
    }

    @Test
    void aPluginIsVisibleOnlyToItsCall() throws IOException {
        command.run("families", "--plugins", plugin(Family.class, Trials.Divergent.class));

        assertThat(Family.all()).doesNotContainKey("divergent");
    }

    @Test
    void theDoctorListsAvailableAndMissingBackends() {
        assertThat(command.run("doctor")).isZero();

        assertThat(out.toString())
                .contains("onnx: ONNX Runtime")
                .containsPattern("cpu +usable: loaded")
                .contains("tensorflow: not on the class path")
                .contains("org.pushforward:pushforward-tensorflow:")
                .contains("put its jars into the folder lib/")
                .contains("cores");
        assertThat(command.run("doctor", "--backend", "onyx")).isEqualTo(2);
        assertThat(command.run("doctor", "--device", "gpu:77")).isEqualTo(1);
        assertThat(out.toString()).containsPattern("gpu:77 +not usable: device gpu:77 of backend onnx");
    }

    @Test
    void helpAndVersionArePrinted() {
        assertThat(command.run("--help")).isZero();
        assertThat(command.run("compare", "--help")).isZero();
        assertThat(command.run("families", "--help")).isZero();
        assertThat(command.run("--version")).isZero();
        assertThat(out.toString())
                .contains("compare")
                .contains("--force")
                .contains("--plugins")
                .containsPattern("pushforward \\d+\\.\\d+\\.\\d+");
    }

    @Test
    void shellCompletionKnowsTheCommands() {
        assertThat(command.succeed("generate-completion"))
                .contains("reconstruct")
                .contains("logprob");
    }

    /** A command that breaks in the middle cannot be copied. */
    @Test
    void theHelpOfEachCommandShowsAnExampleOnOneLine() {
        List<String> commands = List.of(
                "infer",
                "study",
                "train",
                "resume",
                "sample",
                "logprob",
                "encode",
                "reconstruct",
                "evaluate",
                "runs",
                "report",
                "diff",
                "rerun",
                "params show",
                "params export",
                "params save",
                "params import",
                "data describe",
                "data convert",
                "compare",
                "families",
                "settings",
                "benchmark",
                "conformance",
                "doctor");
        for (String words : commands) {
            out.getBuffer().setLength(0);
            List<Object> arguments = new ArrayList<>(List.of(words.split(" ")));
            arguments.add("--help");
            assertThat(command.run(arguments.toArray())).as(words).isZero();
            String help = out.toString();
            assertThat(help.lines().filter(line -> line.matches("Examples?:")))
                    .as(words)
                    .hasSize(1);
            List<String> examples = help.lines()
                    .dropWhile(line -> !line.startsWith("Example"))
                    .skip(1)
                    .takeWhile(line -> !line.isBlank())
                    .toList();
            assertThat(examples).as(words).isNotEmpty().allMatch(line -> line.startsWith("  pushforward "));
        }
    }

    @Test
    void aMisspelledCommandOrOptionIsNamed() {
        assertThat(command.run("trian")).isEqualTo(2);
        assertThat(err.toString()).contains("no command 'trian': did you mean 'train'?");
        assertThat(command.run("train", "--famliy", "vae")).isEqualTo(2);
        assertThat(err.toString()).contains("'--famliy'").contains("--family");
    }

    @Test
    void settingsAreExplained() {
        assertThat(command.run("settings", "training.batch")).isZero();
        assertThat(out.toString()).contains("training.batch  integer, default 256");
        assertThat(command.run("settings", "--of", "compare", "comparisons.models"))
                .isZero();
        assertThat(command.run("settings", "--of", "infer", "transform.log")).isZero();
        assertThat(command.run("settings", "--of", "study", "slow-fields")).isZero();
        assertThat(command.run("settings", "trainin")).isEqualTo(2);
        assertThat(err.toString()).contains("did you mean 'training'?");
    }
}
