package org.pushforward.benchmark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.backend.Precision;
import org.pushforward.benchmark.config.TrainingSettings.Decay;
import org.pushforward.benchmark.data.PrecipitationSettings;
import org.pushforward.benchmark.data.ToySettings;
import org.pushforward.benchmark.settings.ConfigurationException;
import org.pushforward.benchmark.settings.ConfigurationException.Problem;
import org.pushforward.benchmark.settings.RecordYaml;
import org.pushforward.settings.SettingException;
import org.pushforward.zoo.data.LongitudeBands;
import org.pushforward.zoo.family.DenoiserArchitecture;
import org.pushforward.zoo.family.Diffusion;
import org.pushforward.zoo.family.GanNetwork;
import org.pushforward.zoo.family.Gauges;
import org.pushforward.zoo.family.KarrasLevels;
import org.pushforward.zoo.family.MaskedAutoregressive;
import org.pushforward.zoo.family.RealNvp;
import org.pushforward.zoo.family.VaeFamily;
import org.pushforward.zoo.family.WganGp;
import org.pushforward.zoo.gan.WassersteinGp;

class ExperimentYamlTest {
    private static final String VALID = """
            name: trial
            run:
              seed: 7
              threads: 2
            comparisons:
              - name: moons
                data: {kind: toy, name: two-moons}
                models:
                  - model: {family: real-nvp, couplings: 4, hidden: 16}
                    training:
                      iterations: 10
                      learning-rate: 1e-3
                      schedule: constant
                      deadline: 2m
            """;

    private final RecordYaml<Experiment> yaml = Experiment.yaml();

    private Experiment parse(String text) {
        return yaml.parse("a.yaml", text);
    }

    private List<Problem> problems(String text) {
        return catchThrowableOfType(ConfigurationException.class, () -> parse(text))
                .problems();
    }

    private static TrainingSettings training() {
        return TrainingSettings.builder()
                .iterations(10)
                .learningRate(1e-3)
                .schedule(Decay.CONSTANT)
                .deadline(Duration.ofMinutes(2))
                .build();
    }

    @Test
    void theBuilderAndTheFileGiveTheSameExperiment() {
        Experiment built = Experiment.named("trial")
                .run(new RunSettings().withSeed(7).withThreads(2))
                .compare("moons", new ToySettings("two-moons"), Candidate.of(new RealNvp(4, 16), training()))
                .build();

        assertThat(parse(VALID)).isEqualTo(built);
    }

    @Test
    void printedSettingsAreReadBack() {
        TrainingSettings everything = TrainingSettings.builder()
                .iterations(123)
                .batch(45)
                .learningRate(1.25e-7)
                .schedule(Decay.COSINE)
                .warmUp(6)
                .betas(0, 0.9)
                .weightDecay(1e-4)
                .clip(1)
                .group(
                        "critic",
                        new GroupSettings(
                                Optional.of(1e-3),
                                Optional.of(Decay.CONSTANT),
                                Optional.of(7),
                                Optional.of(0.5),
                                Optional.of(0.99),
                                Optional.of(0.0),
                                Optional.of(2.5)))
                .group("12", GroupSettings.withRate(1))
                .averaging(0.999)
                .preprocessing(
                        new PreprocessingSettings.LogScale(1),
                        new PreprocessingSettings.Standardize(),
                        new PreprocessingSettings.Logit(-1, 2))
                .validation(new ValidationSettings(3, 4, Optional.of(5)))
                .deadline(Duration.ofMillis(1500))
                .build();
        Experiment experiment = Experiment.named("every.thing_1")
                .run(new RunSettings(
                        Long.MIN_VALUE + 1, 3, "all", "gpu:1", true, Optional.of(3), Optional.of(512), Precision.TF32))
                .evaluation(new EvaluationSettings(100, 20, 3, new PosteriorSettings(2, 0.25, 11)))
                .compare(
                        "rain: 'all', #1",
                        new PrecipitationSettings(4, 3, new LongitudeBands(10, 1, 8)),
                        Candidate.of(new RealNvp(2, 1), everything),
                        Candidate.of(new VaeFamily(3, 5), everything).named("yes"),
                        Candidate.of(new VaeFamily(4, 5), everything).named("12"),
                        Candidate.of(
                                new WganGp(
                                        1, new GanNetwork.PerceptronGan(List.of(2)), 3, 0.5, WassersteinGp.Sides.ONE),
                                training()),
                        Candidate.of(
                                        new WganGp(
                                                1, new GanNetwork.ConvolutionalGan(2), 3, 1, WassersteinGp.Sides.TWO),
                                        training())
                                .named("images"),
                        Candidate.of(new MaskedAutoregressive(2, List.of(3)), training()),
                        Candidate.of(
                                new Diffusion(
                                        new DenoiserArchitecture.ConvolutionalDenoiser(List.of(4, 8), 2, 4, 5),
                                        3,
                                        4,
                                        new KarrasLevels(0.01, 20, 5),
                                        Optional.of(new Diffusion.Labels(3, 0.2, 1.5)),
                                        Optional.empty()),
                                training()),
                        Candidate.of(
                                        Diffusion.of(new DenoiserArchitecture.PerceptronDenoiser(List.of(9)))
                                                .seenAt(new Gauges(0.05, 0.5, 0, 0)),
                                        training())
                                .named("infilling"))
                .compare("toy", new ToySettings("checkerboard"), Candidate.of(new VaeFamily(1, 1), training()))
                .build();

        String text = experiment.toYaml();

        assertThat(parse(text)).isEqualTo(experiment);
        assertThat(parse(text).toYaml()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"quick", "precipitation", "images"})
    void theExamplesAreValid(String name) {
        assertThat(yaml.read(Path.of("..", "examples", name + ".yaml")).name()).isEqualTo(name);
    }

    /** Each row puts one line of the valid file in another's place, and says where the error is and what it says. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "      iterations: 10| iteratoins: 10|11|11|unknown key 'iteratoins' of training: did you mean"
                        + " 'iterations'? Expected one of iterations, batch,",
                "name: trial|title: trial|1|1|unknown key 'title' of experiment: Expected one of name, run,",
                "  seed: 7|seed: seven|3|9|expected a whole number below 2^63, not seven",
                "  seed: 7|seed: 9223372036854775808|3|9|expected a whole number below 2^63",
                "  seed: 7|seed: 1.5|3|9|expected a whole number below 2^63, not 1.5",
                "  seed: 7|seed: [7]|3|9|expected a whole number below 2^63, not a list",
                "  seed: 7|seed:|3|8|expected a whole number below 2^63, not nothing",
                "  threads: 2|threads: 0|4|12|threads = 0: expected 1 to 1024",
                "  threads: 2|gpu-memory: 8|4|15|gpu-memory = 8: expected 64 to 1048576",
                "  threads: 2|precision: bf16|4|14|expected one of float32, tf32, not bf16",
                "  threads: 2|device: tpu|4|11|device = 'tpu': expected cpu, gpu, gpu:N, gpu:all, all, or several devices with commas",
                "      learning-rate: 1e-3|learning-rate: fast|12|26|expected a number, not fast",
                "      learning-rate: 1e-3|learning-rate: .nan|12|26|expected a number, not .nan",
                "      learning-rate: 1e-3|learning-rate: -1|12|26|learning-rate = -1.0: expected a positive number",
                "      schedule: constant|schedule: cosin|13|21|expected one of constant, cosine, not cosin",
                "      deadline: 2m|deadline: 2 minutes|14|21|expected a duration such as 90s, 5m or 1h",
                "name: trial|name: 2026|1|7|expected text, not 2026: put it in quotes",
                "name: trial|name: ../up|1|7|name = '../up': expected 1 to 100 letters",
                "name: trial|seed: 3|1|1|missing key 'name' of experiment",
            })
    void anErrorSaysWhereItIsAndWhatWasExpected(String line, String instead, int row, int column, String message) {
        String indent = VALID.lines()
                .filter(candidate -> candidate.strip().equals(line.strip()))
                .findFirst()
                .map(found -> " ".repeat(found.length() - found.stripLeading().length()))
                .orElseThrow();
        String text = VALID.replace(indent + line.strip() + "\n", indent + instead.strip() + "\n");

        assertThat(problems(text)).anySatisfy(problem -> assertThat(problem.toString())
                .startsWith("a.yaml:" + row + ":" + column + ": ")
                .contains(message));
    }

    @Test
    void aFamilyAndAKindAreFoundByTheirNearestName() {
        String text = VALID.replace("real-nvp", "realnvp").replace("two-moons", "two-moon");

        assertThat(problems(text))
                .hasSize(2)
                .satisfiesExactly(
                        name -> assertThat(name.toString())
                                .startsWith("a.yaml:7:29: name = 'two-moon': expected one of two-moons,")
                                .endsWith("(did you mean 'two-moons'?)"),
                        family -> assertThat(family.toString())
                                .startsWith(
                                        "a.yaml:9:25: unknown family 'realnvp': did you mean 'real-nvp'? Expected one of"
                                                + " diffusion, maf, nsf, real-nvp, vae, wgan-gp"));
    }

    @Test
    void aMissingChoiceListsTheValidOnes() {
        assertThat(problems(VALID.replace("kind: toy, ", "")))
                .singleElement()
                .asString()
                .isEqualTo(
                        "a.yaml:7:11: missing key 'kind': expected one of file, precipitation, simulated-fields, toy");
    }

    @Test
    void anExperimentOfDefaultsIsShort() {
        Experiment read = parse("""
                name: short
                comparisons:
                  - name: moons
                    data: toy
                    models:
                      - model: real-nvp
                      - model: {family: diffusion, network: unet, gauges: {}}
                        training: {preprocessing: [standardize], groups: {denoiser: {clip: 1}}}
                """);

        ComparisonSettings moons = read.comparisons().get(0);
        assertThat(moons.data()).isEqualTo(new ToySettings());
        assertThat(moons.models().get(0)).isEqualTo(Candidate.of(new RealNvp(), new TrainingSettings()));
        assertThat(moons.models().get(1).model())
                .isEqualTo(Diffusion.of(new DenoiserArchitecture.ConvolutionalDenoiser())
                        .seenAt(new Gauges()));
        assertThat(moons.models().get(1).training().preprocessing())
                .containsExactly(new PreprocessingSettings.Standardize());
        assertThat(moons.models().get(1).training().groups().get("denoiser").clip())
                .contains(1.0);
        assertThat(read.evaluation()).isEqualTo(new EvaluationSettings());
    }

    @Test
    void anErrorInANestedSpecificationSaysWhereItIs() {
        String text = VALID.replace(
                "{family: real-nvp, couplings: 4, hidden: 16}",
                "{family: diffusion, network: {kind: unet, levels: [6], groups: 4}, gauges: {most: 2}, labels: {clases: 3}}");

        assertThat(problems(text))
                .extracting(Problem::toString)
                .satisfiesExactlyInAnyOrder(
                        groups -> assertThat(groups)
                                .startsWith("a.yaml:9:79: groups = 4: expected a number that divides the channels"),
                        most -> assertThat(most).startsWith("a.yaml:9:98: most = 2.0: expected a share above 0"),
                        labels ->
                                assertThat(labels).contains("unknown key 'clases' of labels: did you mean 'classes'?"));
    }

    @Test
    void settingsOfAGroupAreReadWithTheirPlace() {
        String text = VALID.replace(
                "      deadline: 2m", "      groups: {critic: {learning-rate: -1}, generator: {beta: 0}}");

        assertThat(problems(text))
                .extracting(Problem::toString)
                .satisfiesExactlyInAnyOrder(
                        rate -> assertThat(rate)
                                .endsWith("learning-rate = -1.0: expected a positive number")
                                .startsWith("a.yaml:14:44"),
                        beta -> assertThat(beta).contains("unknown key 'beta' of group: did you mean 'beta1'?"));
    }

    @Test
    void aDuplicateKeyNamesTheFirst() {
        assertThat(problems(VALID + "name: other\n"))
                .singleElement()
                .asString()
                .isEqualTo("a.yaml:15:1: duplicate key 'name', first on line 1");
    }

    @Test
    void allErrorsAreReportedAtOnceInFileOrder() {
        String text = VALID.replace("seed: 7", "sede: 7")
                .replace("couplings: 4", "couplings: 1")
                .replace("iterations: 10", "iterations: ten");

        assertThat(problems(text).stream().map(Problem::line)).containsExactly(3, 9, 11);
    }

    @Test
    void modelsNeedDifferentNames() {
        String twice = VALID + "      - model: {family: real-nvp}\n";

        assertThat(problems(twice))
                .singleElement()
                .asString()
                .startsWith("a.yaml:9:7: models = [real-nvp, real-nvp]: expected different names");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, 2|not YAML",
                "\"a\\tb: 'c\"|expected a mapping for experiment",
                "just words|expected a mapping for experiment",
                "- a|expected a mapping for experiment",
                "''|the file is empty",
                "a: &x 1|a.yaml:1:4: anchors (&name) are not allowed",
                "a: !!java.net.URL x|a.yaml:1:4: tags (tag:yaml.org,2002:java.net.URL) are not allowed",
                "{a: 1}--- {b: 2}|not YAML",
            })
    void valuesThatAreNotPlainMappingsAreRefused(String text, String message) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void bombsAreRefused() {
        String laughs = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";

        assertThat(problems(laughs)).extracting(Problem::line).contains(1, 2, 3);
        assertThatThrownBy(() -> parse("[".repeat(10_000))).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> parse("a: " + "x".repeat(2 << 20))).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void aFileThatCannotBeReadIsNamed(@TempDir Path folder) throws IOException {
        Path absent = folder.resolve("absent.yaml");
        Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', (byte) 0xe9, (byte) 0xff});

        assertThatThrownBy(() -> yaml.read(absent)).hasMessage(absent + ": no such file");
        assertThatThrownBy(() -> yaml.read(folder)).hasMessage(folder + ": is a folder, not a file");
        assertThatThrownBy(() -> yaml.read(latin)).hasMessage(latin + ": not YAML: the file is not text in UTF-8");
    }

    @Test
    void theBuilderRefusesWhatTheFileRefuses() {
        assertThatThrownBy(() -> TrainingSettings.builder().learningRate(-1).build())
                .isInstanceOf(SettingException.class)
                .hasMessage("learning-rate = -1.0: expected a positive number");
        assertThatThrownBy(() -> Experiment.named("empty").build())
                .hasMessage("comparisons = []: expected at least one");
        assertThatThrownBy(() -> new ToySettings("twomoons")).hasMessageContaining("did you mean 'two-moons'?");
    }

    @ParameterizedTest
    @CsvSource({
        "iterations: 10,iterations: 2000000000",
        "iterations: 10,batch: 200000000",
        "couplings: 4,couplings: 100000",
        "threads: 2,threads: 10000"
    })
    void sizesAreBoundedBeforeAnythingIsTaken(String before, String after) {
        List<Problem> problems = problems(VALID.replace(before, after));
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).toString())
                .startsWith("a.yaml:")
                .contains(after.replace(":", " ="))
                .contains("expected ");
        assertThat(problems.get(0).line()).isPositive();
    }

    @Test
    void namesWithLineBreaksAreRefused() {
        assertThat(problems(VALID.replace("name: moons", "name: \"moons\\n| a |\""))
                        .get(0)
                        .toString())
                .contains("'moons?| a |'")
                .contains("without control characters");
    }
}
