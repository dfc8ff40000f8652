package org.pushforward.benchmark.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pushforward.settings.ChosenBy;
import org.pushforward.settings.Kind;

class RecordYamlTest {

    /** A specification that may hold others of its kind. */
    @ChosenBy("kind")
    public sealed interface Figure {
        /** A circle. */
        @Kind("circle")
        record Circle(double radius) implements Figure {
            /** Of radius one. */
            public Circle() {
                this(1);
            }
        }

        /** Several figures. */
        @Kind("group")
        record Group(List<Figure> of, Map<String, Figure> named) implements Figure {
            /** None. */
            public Group() {
                this(List.of(), Map.of());
            }
        }
    }

    /** A record whose constructor without arguments holds some defaults. */
    public record Drawing(Figure figure, Optional<Integer> width, boolean framed, Nested nested) {
        /** A framed circle. */
        public Drawing() {
            this(new Figure.Circle(2), Optional.of(3), true, new Nested("here"));
        }
    }

    /** A record without defaults. */
    public record Nested(String place) {}

    /** A record without defaults of its own whose component has some. */
    public record Gallery(Drawing drawing, Optional<Nested> nested) {}

    private static <T extends Record> T parse(Class<T> type, String text) {
        return new RecordYaml<>(type).parse("a.yaml", text);
    }

    /** SnakeYAML would take an hour for them. */
    @Test
    @Timeout(20)
    void aMillionBracketsAreRefusedAtOnce() {
        for (String deep : List.of("[", "{", "[{")) {
            assertThatThrownBy(() -> parse(Nested.class, "place: " + deep.repeat((1 << 19) - 8)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("nested more than 20 levels deep");
        }
        assertThatThrownBy(() -> parse(Nested.class, "place: " + "[".repeat(19) + "]".repeat(19)))
                .hasMessageNotContaining("levels deep");
    }

    @Test
    void filesWithMoreThanTenThousandKeysAndValuesAreRefused() {
        assertThatThrownBy(() -> parse(Nested.class, "place: [" + "1,".repeat(9_999) + "]"))
                .hasMessageNotContaining("10000");
        assertThatThrownBy(() -> parse(Nested.class, "place: [" + "1,".repeat(10_000) + "]"))
                .hasMessageContaining("a.yaml:1:20007: more than 10000 keys and values");
    }

    @Test
    void aMessageHasTwentyProblemsAtMost() {
        assertThatThrownBy(() -> parse(Nested.class, "place: x\n" + "a: 1\n".repeat(30)))
                .isInstanceOfSatisfying(ConfigurationException.class, e -> {
                    assertThat(e.problems()).hasSize(30);
                    assertThat(e.getMessage().lines()).hasSize(21);
                    assertThat(e).hasMessageEndingWith("\nand 10 more problems");
                });
    }

    @Test
    void defaultsComeFromTheConstructorWithoutArguments() {
        assertThat(parse(Drawing.class, "{}")).isEqualTo(new Drawing());
        assertThat(parse(Drawing.class, "{framed: false, width: 7}"))
                .isEqualTo(new Drawing(new Figure.Circle(2), Optional.of(7), false, new Nested("here")));
        assertThat(parse(Gallery.class, "{}")).isEqualTo(new Gallery(new Drawing(), Optional.empty()));
        assertThatThrownBy(() -> parse(Nested.class, "{}")).hasMessage("a.yaml:1:1: missing key 'place' of nested");
    }

    @Test
    void recordsOfASealedInterfaceNeedNoRegistration() {
        Figure.Group group = new Figure.Group(
                List.of(new Figure.Circle(), new Figure.Group()), Map.of("left", new Figure.Circle(0.5)));
        Drawing drawing = new Drawing(group, Optional.empty(), true, new Nested("there"));

        String text = RecordYaml.print(drawing);

        assertThat(parse(Drawing.class, text.replace("nested:", "width: 1\nnested:")))
                .isEqualTo(new Drawing(group, Optional.of(1), true, new Nested("there")));
        assertThat(parse(Drawing.class, "figure: {kind: group, of: [circle, {kind: circle, radius: 3}]}")
                        .figure())
                .isEqualTo(new Figure.Group(List.of(new Figure.Circle(), new Figure.Circle(3)), Map.of()));
    }

    @Test
    void anUnknownChoiceListsTheValidOnes() {
        assertThatThrownBy(() -> parse(Drawing.class, "figure: circel"))
                .hasMessage("a.yaml:1:9: unknown kind 'circel': did you mean 'circle'? Expected one of circle, group");
        assertThatThrownBy(() -> parse(Drawing.class, "figure: [circle]"))
                .hasMessage("a.yaml:1:9: expected {kind: ...} or a name among circle, group");
        assertThatThrownBy(() -> parse(Drawing.class, "figure: {kind: circle, radus: 3}"))
                .hasMessageContaining("unknown key 'radus' of circle: did you mean 'radius'?");
        assertThatThrownBy(() -> parse(Drawing.class, "figure: {kind: group, named: [circle]}"))
                .hasMessage("a.yaml:1:30: expected a mapping of names to values");
    }

    /** A record with a component that YAML cannot express. */
    public record Unfit(int number, List<Optional<Path>> places) {}

    /** A record that holds such a one deep inside. */
    public record Outer(Map<String, Unfit> unfit) {}

    @Test
    void aComponentThatYamlCannotExpressIsNamedAtTheStart() {
        assertThatThrownBy(() -> new RecordYaml<>(Outer.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("component 'places' of record " + Unfit.class.getName())
                .hasMessageContaining("java.util.List<java.util.Optional<java.nio.file.Path>>")
                .hasMessageContaining("has no form in YAML: expected a number, text,");
    }

    /** A specification whose record has a component of the name of the key that chooses it. */
    @ChosenBy("kind")
    public sealed interface Clash {
        /** The record. */
        @Kind("one")
        record One(int kind) implements Clash {}
    }

    /** A record that holds it. */
    public record HoldsClash(Clash clash) {}

    /** A specification of two records of one name. */
    @ChosenBy("kind")
    public sealed interface Twins {
        /** The first. */
        @Kind("one")
        record First() implements Twins {}

        /** The second. */
        @Kind("one")
        record Second() implements Twins {}
    }

    /** A record that holds it. */
    public record HoldsTwins(List<Twins> twins) {}

    /** A specification whose record has no name. */
    @ChosenBy("kind")
    public sealed interface Nameless {
        /** The record. */
        record One() implements Nameless {}
    }

    /** A record that holds it. */
    public record HoldsNameless(Optional<Nameless> nameless) {}

    record Hidden(int number) {}

    /** A record whose defaults it refuses itself. */
    public record Contradiction(int number) {
        /** Minus one. */
        public Contradiction() {
            this(-1);
        }

        /** Refuses negative numbers. */
        public Contradiction {
            if (number < 0) {
                throw new IllegalArgumentException("negative");
            }
        }
    }

    @Test
    void unfitRecordsAreNamedAtTheStart() {
        assertThatThrownBy(() -> new RecordYaml<>(HoldsClash.class))
                .hasMessageContaining("component 'kind' of record " + Clash.One.class.getName())
                .hasMessageContaining("this key chooses the record itself");
        assertThatThrownBy(() -> new RecordYaml<>(HoldsTwins.class))
                .hasMessageContaining("two records claim kind 'one'")
                .hasMessageContaining(Twins.First.class.getName())
                .hasMessageContaining(Twins.Second.class.getName());
        assertThatThrownBy(() -> new RecordYaml<>(HoldsNameless.class))
                .hasMessageContaining(Nameless.One.class.getName())
                .hasMessageContaining("@Kind(\"its-name\")");
        assertThatThrownBy(() -> new RecordYaml<>(Hidden.class))
                .hasMessageContaining("record " + Hidden.class.getName() + " is not public");
        assertThatThrownBy(() -> new RecordYaml<>(Contradiction.class))
                .hasMessageContaining("record " + Contradiction.class.getName())
                .hasMessageContaining("constructors do not fail on its defaults");
    }
}
