package org.pushforward.benchmark.infer.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.config.RunSettings;
import org.pushforward.benchmark.infer.config.CovarianceSettings;
import org.pushforward.benchmark.infer.config.CovarianceSettings.CorrelationKind;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.config.StudySettings;
import org.pushforward.benchmark.report.inference.StudyTable;
import org.pushforward.benchmark.run.Cards;
import org.pushforward.benchmark.run.InstalledBackends;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class FieldStudyTest {
    private static final MethodSettings TRUE = new MethodSettings.TrueKriging();
    private static final MethodSettings BAYES = new MethodSettings.FullBayes(2, 10, 2, 1);

    @TempDir
    private Path folder;

    private static StudySettings settings(int fields, List<MethodSettings> methods, List<MethodSettings> slow) {
        return new StudySettings(
                "tiny",
                fields,
                8,
                10,
                16,
                0.1,
                20,
                new CovarianceSettings(CorrelationKind.EXPONENTIAL, Optional.empty(), false, false),
                Optional.empty(),
                methods,
                slow,
                Math.min(2, fields),
                new RunSettings());
    }

    private static StudySettings tiny() {
        return settings(4, List.of(TRUE, new MethodSettings.FittedKriging()), List.of(BAYES));
    }

    private static StudyTable run(Path place, StudySettings settings, Cancellation cancellation, List<String> done) {
        return FieldStudy.in(place, settings, List.of("./pushforward", "study"))
                .run(new InstalledBackends(), cancellation, done::add);
    }

    @Test
    void devicesShareTheFieldsWithTheResultsOfOne() throws IOException {
        StudySettings both = tiny().withRun(new RunSettings().withDevice("gpu:0,gpu:1"));
        Path shared = folder.resolve("shared");
        StudyTable expected = run(folder.resolve("alone"), tiny(), new Cancellation(), new ArrayList<>());

        List<String> said = new ArrayList<>();
        StudyTable actual = FieldStudy.in(shared, both, List.of("./pushforward", "study"))
                .run(new Cards(), new Cancellation(), said::add);

        assertThat(said).hasSize(10).doesNotHaveDuplicates();
        assertThat(actual).isEqualTo(expected);
        assertThat(Files.readAllLines(shared.resolve("results.jsonl")))
                .containsExactlyInAnyOrderElementsOf(
                        Files.readAllLines(folder.resolve("alone").resolve("results.jsonl")));
        StudySettings mixed = tiny().withRun(new RunSettings().withDevice("all"));
        FieldStudy study = FieldStudy.in(folder.resolve("mixed"), mixed, List.of());
        assertThatThrownBy(() -> study.run(new Cards(), new Cancellation(), said::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected devices of one kind");
    }

    @Test
    void aDeviceThatFailsIsNamedWithItsField() {
        StudySettings learned = settings(2, List.of(new MethodSettings.Amortized()), List.of())
                .withRun(new RunSettings().withDevice("gpu:5"));
        FieldStudy study = FieldStudy.in(folder.resolve("failing"), learned, List.of());
        assertThatThrownBy(() -> study.run(new Cards(), new Cancellation(), text -> {}))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("field 1 on gpu:5: device gpu:5 of backend onnx");
    }

    @Test
    void aStoppedStudyContinuesWithTheSameResults() throws IOException {
        Path whole = folder.resolve("whole");
        StudyTable expected = run(whole, tiny(), new Cancellation(), new ArrayList<>());
        assertThat(Files.readAllLines(whole.resolve("results.jsonl"))).hasSize(10);

        Path parts = folder.resolve("parts");
        Cancellation stop = new Cancellation();
        List<String> first = new ArrayList<>() {
            @Override
            public boolean add(String text) {
                if (size() == 3) {
                    stop.request();
                }
                return super.add(text);
            }
        };
        assertThatThrownBy(() -> run(parts, tiny(), stop, first)).isInstanceOf(CancellationException.class);
        Path lines = parts.resolve("results.jsonl");
        int before = Files.readAllLines(lines).size();
        assertThat(before).isBetween(3, 4);
        assertThat(parts.resolve("study.json")).exists();
        // A crash in the middle of a line.
        Files.writeString(lines, "{\"field\": 1, \"meth", StandardOpenOption.APPEND);
        List<String> second = new ArrayList<>();
        assertThat(run(parts, tiny(), new Cancellation(), second)).isEqualTo(expected);
        assertThat(second).hasSize(10 - before);
        assertThat(lines).hasSameTextualContentAs(whole.resolve("results.jsonl"));
        List<String> third = new ArrayList<>();
        assertThat(run(parts, tiny(), new Cancellation(), third)).isEqualTo(expected);
        assertThat(third).isEmpty();
    }

    @Test
    void moreFieldsAndMethodsContinueAStudyAndOtherSettingsDoNot() throws IOException {
        run(folder, settings(2, List.of(TRUE), List.of()), new Cancellation(), new ArrayList<>());
        List<String> done = new ArrayList<>();
        run(
                folder,
                settings(3, List.of(TRUE, new MethodSettings.FittedKriging()), List.of()),
                new Cancellation(),
                done);
        assertThat(done)
                .containsExactly(
                        "field 1 of 3: kriging, fitted parameters",
                        "field 2 of 3: kriging, fitted parameters",
                        "field 3 of 3: kriging, true parameters",
                        "field 3 of 3: kriging, fitted parameters");
        assertThatThrownBy(() -> run(
                        folder,
                        settings(3, List.of(TRUE), List.of()).withRun(new RunSettings().withSeed(5)),
                        new Cancellation(),
                        done))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("contains a study with other settings")
                .hasMessageContaining("--out");
        run(folder, settings(3, List.of(TRUE, BAYES), List.of()), new Cancellation(), new ArrayList<>());
        // Full Bayes is left out, and then comes back with other settings.
        run(folder, settings(3, List.of(TRUE), List.of()), new Cancellation(), new ArrayList<>());
        StudySettings other = settings(3, List.of(new MethodSettings.FullBayes()), List.of());
        assertThatThrownBy(() -> run(folder, other, new Cancellation(), done))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other settings of 'full Bayes', FullBayes[chains=2")
                .hasMessageContaining("--out");
        assertThat(Files.readString(folder.resolve("settings.yaml")))
                .isEqualTo(settings(3, List.of(TRUE), List.of()).toYaml());
        run(folder, settings(3, List.of(TRUE, BAYES), List.of()), new Cancellation(), new ArrayList<>());
        // Before, folders kept only the settings of the last run.
        run(folder, settings(3, List.of(TRUE), List.of()), new Cancellation(), new ArrayList<>());
        Files.delete(folder.resolve("methods.yaml"));
        assertThatThrownBy(() -> run(folder, other, new Cancellation(), done))
                .hasMessageContaining("other settings of 'full Bayes', which it did not keep");
    }

    @Test
    void aRunningStudyKeepsItsSettings() throws IOException {
        run(folder, settings(2, List.of(TRUE), List.of()), new Cancellation(), new ArrayList<>());
        String kept = Files.readString(folder.resolve("settings.yaml"));
        try (StudyLog running = StudyLog.open(folder.resolve("results.jsonl"))) {
            assertThat(running.lines()).hasSize(2);
            assertThatThrownBy(() ->
                            run(folder, settings(3, List.of(TRUE), List.of()), new Cancellation(), new ArrayList<>()))
                    .hasMessageContaining("is running already");
        }
        assertThat(folder.resolve("settings.yaml")).hasContent(kept);
    }

    @Test
    void aFieldHasTheDistanceOfTheRankedCorrelation() {
        assertThatThrownBy(() -> sized(4)).hasMessageContaining("size").hasMessageContaining("5");
        StudyTable table = run(folder, sized(5), new Cancellation(), new ArrayList<>());
        assertThat(table.columns()).contains("variogram 1/4/4");
        assertThat(table.note()).contains("at distances of 1, 4 and 4 cells");
    }

    private static StudySettings sized(int size) {
        StudySettings all = settings(2, List.of(TRUE), List.of());
        return new StudySettings(
                all.name(),
                all.fields(),
                size,
                all.fewest(),
                all.most(),
                all.noise(),
                all.draws(),
                all.covariance(),
                all.model(),
                all.methods(),
                all.slow(),
                all.slowFields(),
                all.run());
    }

    @Test
    void onlyOneProcessWritesAStudy() {
        Path file = folder.resolve("results.jsonl");
        try (StudyLog log = StudyLog.open(file)) {
            assertThat(log.lines()).isEmpty();
            assertThatThrownBy(() -> StudyLog.open(file)).hasMessageContaining("is running already");
        }
        StudyLog.open(file).close();
    }

    @Test
    void aDamagedLineIsNamed() throws IOException {
        Path file = folder.resolve("results.jsonl");
        Files.writeString(file, "{\"field\": 1}\n");
        assertThatThrownBy(() -> StudyLog.open(file)).hasMessageContaining("line 1 of " + file);
        // The file is closed, so the next one to open it does not find it running.
        assertThatThrownBy(() -> StudyLog.open(file)).hasMessageContaining("line 1 of " + file);
    }

    @Test
    void aCharacterThatWasCutInTwoIsRemovedWithItsLine() throws IOException {
        Path file = folder.resolve("results.jsonl");
        try (StudyLog log = StudyLog.open(file)) {
            log.append(line(0, "é", 1));
        }
        byte[] whole = Files.readAllBytes(file);
        // The first of the two bytes of é.
        Files.write(file, new byte[] {'"', (byte) 0xc3}, StandardOpenOption.APPEND);
        try (StudyLog log = StudyLog.open(file)) {
            assertThat(log.lines()).containsExactly(line(0, "é", 1));
        }
        assertThat(file).hasBinaryContent(whole);
    }

    @Test
    void aLineThatCannotBeWrittenLeavesNoPart() throws IOException {
        Path file = Files.writeString(folder.resolve("full"), "first\n");
        try (FileChannel disk = FileChannel.open(file, StandardOpenOption.WRITE)) {
            disk.position(disk.size());
            FileChannel full = new FullDisk(disk);
            assertThatThrownBy(() -> StudyLog.write(full, "second\n".getBytes(StandardCharsets.UTF_8)))
                    .hasMessageContaining("no space");
            disk.position(disk.size());
            StudyLog.write(disk, "third\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(file).hasContent("first\nthird\n");
    }

    @Test
    void failuresOfMethodsOutsideTheTableAreNotCounted() {
        List<StudyLine> lines = List.of(
                line(0, TRUE.title(), 1),
                new StudyLine(0, "twisted", true, 10, Optional.empty(), Optional.of("no")),
                new StudyLine(3, TRUE.title(), false, 10, Optional.empty(), Optional.of("no")),
                new StudyLine(9, TRUE.title(), false, 10, Optional.empty(), Optional.of("no")));
        StudyTable table = StudySummary.of(settings(4, List.of(TRUE), List.of()), lines, "command");
        assertThat(table.note()).contains("In 1 case a method");
    }

    /** The exact posterior is calibrated, so over many fields its coverage is the nominal one. */
    @Test
    void theExactPosteriorIsCalibrated() {
        StudySettings settings = settings(30, List.of(TRUE), List.of());
        run(folder, settings, new Cancellation(), new ArrayList<>());
        try (StudyLog log = StudyLog.open(folder.resolve("results.jsonl"))) {
            List<StudyLine.FieldResult> results = log.lines().stream()
                    .map(line -> line.result().orElseThrow())
                    .toList();
            double ninety = results.stream()
                    .mapToDouble(StudyLine.FieldResult::covered90)
                    .average()
                    .orElseThrow();
            double fifty = results.stream()
                    .mapToDouble(StudyLine.FieldResult::covered50)
                    .average()
                    .orElseThrow();
            // The shares of a field vary by less than 0.15, those of 30 fields by less than 0.028; 3 of these.
            assertThat(ninety).isCloseTo(0.9, within(0.084));
            assertThat(fifty).isCloseTo(0.5, within(0.084));
            double drawn = results.stream()
                    .mapToDouble(each -> each.texture().drawnVariogram().get(0))
                    .sum();
            double actual = results.stream()
                    .mapToDouble(each -> each.texture().trueVariogram().get(0))
                    .sum();
            assertThat(drawn / actual).isCloseTo(1, within(0.1));
        }
    }

    private static StudyLine line(int field, String method, double crps) {
        Texture same = new Texture(List.of(1.0), List.of(2.0), List.of(1.0), List.of(1.0));
        StudyLine.FieldResult result = new StudyLine.FieldResult(
                crps, crps, crps, 0.5, 0.9, List.of(0.25, 0.75), same, Map.of("variance", (field + 1) / 8.0));
        return new StudyLine(field, method, field % 2 == 0, 10, Optional.of(result), Optional.empty());
    }

    @Test
    void ratiosHaveTheErrorsOfTheDeltaMethod() {
        MethodSettings learned = new MethodSettings.Amortized();
        StudySettings settings = settings(4, List.of(learned, BAYES), List.of());
        // On the fields 0 and 2 the ratio is (2 + 5) / (1 + 4) = 1.4, with residuals of 2 - 1.4 = 0.6 and 5 - 5.6 =
        // -0.6.
        List<StudyLine> lines = List.of(
                line(0, learned.title(), 2),
                line(2, learned.title(), 5),
                line(0, BAYES.title(), 1),
                line(2, BAYES.title(), 4),
                line(7, BAYES.title(), 100));
        StudyTable table = StudySummary.of(settings, lines, "command");
        List<String> row = table.rows().get(0);
        assertThat(row.subList(0, 4)).containsExactly("stationary", learned.title(), "2", "3.500 ± 1.500");
        // The standard error of the residuals' mean is 0.6, relative to a mean of 2.5.
        assertThat(row.get(4)).isEqualTo("1.400 ± 0.240");
        assertThat(row.get(9)).isEqualTo("25 75");
        assertThat(row.get(10)).isEqualTo("0.50");
        assertThat(table.verdict())
                .contains("higher than that of full Bayes by 40.0 ± 24.0 %, but 2 fields are too few to judge");
        assertThat(table.rows()).hasSize(2);
        assertThat(table.note()).contains("2 simulated fields").contains("Command: command");
    }

    /** With CRPS of 1, 2, 1, 2, ... and 0.9, 1.8, ..., the ratio is 0.9 without any error. */
    @Test
    void theVerdictNamesAMethodThatBeatsFullBayes() {
        MethodSettings local = new MethodSettings.LocalBayes();
        List<StudyLine> lines = IntStream.range(0, 40)
                .mapToObj(k -> 2 * k + 1)
                .flatMap(field -> Stream.of(
                        line(field, local.title(), 0.9 * (1 + field / 2 % 2)),
                        line(field, BAYES.title(), 1 + field / 2 % 2)))
                .toList();
        StudyTable table = StudySummary.of(settings(80, List.of(local, BAYES), List.of()), lines, "command");
        assertThat(table.verdict())
                .isEqualTo("On non-stationary fields, 'full Bayes, local' beats full Bayes by 10.0 ± 0.0 % of CRPS.");
    }

    @Test
    void aWhiteFieldHasAFlatSpectrumAndVariogram() {
        int side = 32;
        HostArray draws = RandomKey.of(3).normal(Shape.of(4, side, side));
        double[] truth =
                IntStream.range(0, side * side).mapToDouble(i -> draws.get(i)).toArray();
        Texture texture = Texture.of(draws, truth);
        // All power beyond frequency 0 adds up to the variance, and the variogram is 1 at every distance.
        assertThat(texture.truePower().stream().mapToDouble(v -> v).sum()).isCloseTo(1, within(1e-3));
        assertThat(texture.trueVariogram())
                .allSatisfy(value -> assertThat(value).isCloseTo(1, within(0.1)));
        assertThat(texture.drawnVariogram())
                .allSatisfy(value -> assertThat(value).isCloseTo(1, within(0.1)));
    }
}
