package org.pushforward.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.distribution.LogTransform;
import org.pushforward.distribution.Preprocessing;
import org.pushforward.distribution.Standardization;
import org.pushforward.settings.ChosenBy;
import org.pushforward.settings.Kind;
import org.pushforward.settings.SettingException;
import org.pushforward.tensor.TensorType;

/** Checks that every kind of component is written and read as JSON, and that errors have a position. */
class RecordJsonTest {
    enum Side {
        LEFT_HAND,
        RIGHT
    }

    @ChosenBy("kind")
    sealed interface Part permits Wheel, Axle {}

    @Kind("wheel")
    record Wheel(int spokes) implements Part {
        Wheel() {
            this(36);
        }

        Wheel {
            SettingException.atLeast(3, "spokes", spokes);
        }
    }

    @Kind("axle")
    record Axle(Optional<Double> length) implements Part {}

    record Everything(
            int count,
            long far,
            double ratio,
            boolean on,
            String name,
            Side side,
            Duration time,
            Instant date,
            TensorType type,
            List<Part> parts,
            Map<String, List<Double>> table,
            Optional<String> note,
            Wheel spareWheel) {}

    private static final Everything SOME = new Everything(
            -3,
            Long.MAX_VALUE,
            0.1 + 0.2,
            true,
            "a \"b\"\n\u00e4\u2028",
            Side.LEFT_HAND,
            Duration.ofMillis(90_500),
            Instant.parse("2026-11-22T10:15:30Z"),
            TensorType.f32(2, 0, 3),
            List.of(new Wheel(5), new Axle(Optional.of(1e-300)), new Axle(Optional.empty())),
            Map.of("x", List.of(-0.0, Double.MIN_VALUE, Double.MAX_VALUE)),
            Optional.empty(),
            new Wheel());

    private final RecordJson<Everything> json = RecordJson.of(Everything.class);

    private static String wheel(String text) {
        return RecordJson.of(Wheel.class).read("wheel.json", text).toString();
    }

    @Test
    void printedRecordsAreReadBack() {
        String text = json.print(SOME);
        assertThat(json.read("text", text)).isEqualTo(SOME);
        assertThat(text).contains("\"spare-wheel\": {", "\"side\": \"left-hand\"", "\"type\": \"f32[2, 0, 3]\"");
    }

    @Test
    void preprocessingIsReadBack() {
        RecordJson<Preprocessing.Fitted> fitted = RecordJson.of(Preprocessing.Fitted.class);
        Preprocessing.Fitted map = new Preprocessing.Composed(
                new LogTransform(0.5),
                new Preprocessing.Composed(
                        new Standardization(List.of(1.0, 2.0), List.of(0.1, 1 / 3.0)), new Preprocessing.Identity()));
        assertThat(fitted.read("text", fitted.print(map))).isEqualTo(map);
    }

    @Test
    void absentKeysTakeTheDefaults() {
        assertThat(wheel("{}")).isEqualTo(new Wheel(36).toString());
        assertThat(wheel("{\"spokes\": 4}")).isEqualTo(new Wheel(4).toString());
    }

    @Test
    void aNullIsAnAbsentOptional() {
        assertThat(RecordJson.of(Axle.class).read("text", "{\"length\": null}")).isEqualTo(new Axle(Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"spoke\": 4} | wheel.json, at spoke: unknown key: did you mean 'spokes'? Expected one of spokes",
                "{\"spokes\": 2} | wheel.json, at spokes: spokes = 2: expected 3 or more",
                "{\"spokes\": 2.5} | at spokes: expected a whole number below 2^31, not 2.5",
                "{\"spokes\": 2147483648} | at spokes: expected a whole number below 2^31, not 2147483648",
                "{\"spokes\": 99999999999999999999} | at spokes: expected a whole number below 2^31",
                "{\"spokes\": \"many\"} | at spokes: expected a whole number below 2^31, not the text 'many'",
                "{\"spokes\": null} | at spokes: expected a whole number below 2^31, not null",
                "{\"spokes\": 4, \"spokes\": 5} | two members named 'spokes'",
                "[] | expected an object with keys among spokes, not an array of 0 elements",
                "{\"spokes\": 4} x | not JSON",
                "{\"spokes\": 4 | not JSON",
                "`` | the text is empty",
            })
    void errorsHaveAPosition(String text, String message) {
        assertThatThrownBy(() -> wheel(text))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"ratio\": 0.30000000000000004 | \"ratio\": 1e999 | text, at ratio: expected a finite number, not Infinity",
                "\"ratio\": 0.30000000000000004 | \"ratio\": NaN | not JSON",
                "\"kind\": \"wheel\" | \"kind\": \"whel\" | text, at parts[0].kind: no kind 'whel': did you mean 'wheel'?",
                "\"kind\": \"wheel\", | `` | missing key 'kind': expected one of wheel, axle",
                "\"spokes\": 5 | \"spokes\": 1 | text, at parts[0].spokes: spokes = 1: expected 3 or more",
                "\"left-hand\" | \"lefthand\" | text, at side: expected one of left-hand, right, not the text 'lefthand'",
                "\"PT1M30.5S\" | \"90s\" | text, at time: expected a duration such as PT1H30M, not the text '90s'",
                "f32[2, 0, 3] | f32[2, 0, -3] | text, at type: expected an element type and a shape",
                "f32[2, 0, 3] | f31[2] | text, at type: expected an element type and a shape",
                "\"on\": true | \"on\": 1 | text, at on: expected true or false, not 1",
            })
    void errorsInNestedValuesHaveAPath(String was, String is, String message) {
        String text = json.print(SOME)
                .replaceFirst("\\{\n +\"kind\"", "{\"kind\"")
                .replaceFirst(",\n +\"spokes\": 5", ", \"spokes\": 5");
        assertThat(text).contains(was);
        assertThatThrownBy(() -> json.read("text", text.replace(was, is)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aMissingKeyWithoutADefaultIsReported() {
        assertThatThrownBy(() -> json.read("text", json.print(SOME).replace("\"far\"", "\"fart\"")))
                .hasMessageContaining("at fart: unknown key: did you mean 'far'?");
        assertThatThrownBy(() -> json.read("text", "{\"count\": 1}")).hasMessage("text: missing key 'far'");
    }

    @Test
    void deepTextsAreRefusedBeforeTheStackEnds() {
        assertThatThrownBy(() -> wheel("[".repeat(100_000))).isInstanceOf(CheckpointException.class);
    }

    @Test
    void numbersThatJsonCannotExpressAreNamed() {
        assertThatThrownBy(() -> RecordJson.of(Axle.class).print(new Axle(Optional.of(Double.NaN))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Axle.length: NaN");
    }

    record Warped(int a, List<DoubleUnaryOperator> maps) {}

    @ChosenBy("kind")
    sealed interface Unmarked permits Bare {}

    record Bare() implements Unmarked {}

    record Holder(Unmarked part) {}

    @Test
    void componentsThatJsonCannotExpressAreNamed() {
        assertThatThrownBy(() -> RecordJson.of(Warped.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Warped.maps of type java.util.function.DoubleUnaryOperator has no form in JSON");
        assertThatThrownBy(() -> RecordJson.of(Holder.class).print(new Holder(new Bare())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RecordJsonTest$Bare in ")
                .hasMessageContaining("expected a record marked @Kind(\"its-name\")");
        assertThatThrownBy(() -> RecordJson.of(Holder.class).read("text", "{\"part\": {\"kind\": \"bare\"}}"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("expected a record marked @Kind(\"its-name\")");
    }

    @ChosenBy("kind")
    sealed interface Twins permits First, Second {}

    @Kind("twin")
    record First() implements Twins {}

    @Kind("twin")
    record Second() implements Twins {}

    @Test
    void twoRecordsOfOneNameAreRefused() {
        assertThatThrownBy(() -> RecordJson.of(Twins.class).read("text", "{\"kind\": \"twin\"}"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("two records claim kind 'twin': ")
                .hasMessageContainingAll("RecordJsonTest$First in ", "RecordJsonTest$Second in ");
    }

    @ChosenBy("kind")
    public interface Plugin {}

    @Test
    void aJarThatNamesNoRecordIsRefused(@TempDir Path jar) throws Exception {
        Path services = Files.createDirectories(jar.resolve("META-INF/services"));
        Files.writeString(services.resolve(Plugin.class.getName()), "org.example.Nowhere");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            assertThatThrownBy(() -> RecordJson.of(Plugin.class).read("text", "{\"kind\": \"nowhere\"}"))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("names an unfit service")
                    .hasMessageContaining("org.example.Nowhere");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e5", "12", "-0.0", "1E-7"})
    void everyNotationOfANumberIsRead(String number) {
        assertThat(RecordJson.of(Axle.class)
                        .read("text", "{\"length\": " + number + "}")
                        .length())
                .hasValue(Double.parseDouble(number));
    }
}
