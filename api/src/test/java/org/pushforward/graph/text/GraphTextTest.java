package org.pushforward.graph.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.graph.Checkpoint;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Smooth;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class GraphTextTest {
    private static final String HEADER = "pushforward graph 2\n";
    private static final String X = "input %0: f32[2, 3] = \"x\"\n";

    @TempDir
    private Path folder;

    private static Graph graph() {
        Tensor x = Tensor.input("x", TensorType.f32(1, 1, 4, 4));
        Tensor unused = Tensor.input("never \"used\"\nhere, \u00fc", TensorType.f32());
        Tensor w = Tensor.input("w", TensorType.f32(1, 1, 3, 3));
        Tensor kept = Tensor.input("kept", TensorType.f32());
        Tensor images = x.conv2d(w, ConvolutionGeometry.square(1, 1, 1));
        return Graph.builder()
                .inputs(x, unused)
                .state(w, w.mul(0.1))
                .constants(List.of(kept))
                .batched(x)
                .output("images", images.pad(-1, 1, 2, Double.NEGATIVE_INFINITY))
                .output(
                        "again",
                        Tensor.of(new Normalization.Softmax(3), List.of(images)).mul(kept))
                .build();
    }

    private static GraphFormatException refused(String text) {
        GraphFormatException refused =
                catchThrowableOfType(GraphFormatException.class, () -> GraphText.parse(text, "f.graph"));
        assertThat(refused).as(text).isNotNull();
        return refused;
    }

    /**
     * Checks that lines below the header, with a valid checksum, are refused at the position marked by a circumflex.
     */
    private static void refusedAt(String marked, String problem) {
        String lines = HEADER + marked;
        String before = lines.substring(0, lines.indexOf('^'));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.length() - before.lastIndexOf('\n');
        GraphFormatException refused = refused(GraphText.sealed(lines.replace("^", "")));
        assertThat(refused)
                .hasMessageStartingWith("f.graph:" + line + ":" + column + ": ")
                .hasMessageContaining(problem);
        assertThat(refused.line()).isEqualTo(line);
        assertThat(refused.column()).isEqualTo(column);
    }

    @Test
    void isReadBack() {
        String text = GraphText.of(graph());
        assertThat(text)
                .startsWith(HEADER + "input %0: f32[1, 1, 4, 4] = \"x\", batched\n")
                .contains("input %1: f32[] = \"never \\\"used\\\"\\u000ahere, \\u00fc\"\n")
                .contains("state %2: f32[1, 1, 3, 3] = \"w\"\nstate %3: f32[] = \"kept\"\n")
                .contains("horizontal=[stride=1, before=1, after=1, dilation=1], groups=1]](%0, %2)\n")
                .contains("value=-Infinity]")
                .contains("softmax[axis=3]")
                .contains("output \"images\" = %")
                .contains("next \"w\" = %")
                .doesNotContain("next \"kept\"");
        Graph read = GraphText.parse(text);
        assertThat(GraphText.of(read)).isEqualTo(text);
        assertThat(read.text()).isEqualTo(graph().text()).contains("batched x\n");
        assertThat(read.batched()).containsExactly(read.inputs().get(0));
        assertThat(read.inputs())
                .extracting(Tensor::type)
                .containsExactly(TensorType.f32(1, 1, 4, 4), TensorType.f32());
        assertThat(read.states()).extracting(Graph.State::changes).containsExactly(true, false);
    }

    @Test
    void isReadBackFromAFile() throws IOException {
        Path file = folder.resolve("a.graph");
        Files.writeString(file, "what was there");
        GraphText.write(graph(), file);
        assertThat(GraphText.of(GraphText.read(file))).isEqualTo(GraphText.of(graph()));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFileThatCannotBeWrittenOrReadIsNamed() throws IOException {
        Path lost = folder.resolve("no").resolve("a.graph");
        assertThatThrownBy(() -> GraphText.write(graph(), lost))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(lost.toString());
        assertThatThrownBy(() -> GraphText.read(lost))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(lost.toString());
        Path foreign = Files.write(folder.resolve("b.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0});
        assertThatThrownBy(() -> GraphText.read(foreign))
                .isInstanceOf(GraphFormatException.class)
                .hasMessageStartingWith(foreign + ":1:1: found \"\\u0089PNG\\u0000\", expected \"pushforward graph \"");
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() throws IOException {
        Path file = folder.resolve("large.graph");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(GraphFile.MOST_BYTES + 1);
        }
        assertThatThrownBy(() -> GraphText.read(file))
                .isInstanceOf(GraphFormatException.class)
                .hasMessage(file + ": it has 1073741825 bytes; expected a graph of at most 1073741824");
    }

    @Test
    void constantsKeepTheirBits() {
        List<HostArray> arrays = List.of(
                HostArray.of(Shape.of(4), Float.intBitsToFloat(0x7fc00123), -0f, Float.MIN_VALUE, 1 / 3f),
                HostArray.of(Shape.of(1, 3), Double.longBitsToDouble(0x7ff8000000000abcL), -0.0, Math.PI),
                HostArray.of(Shape.of(2), Integer.MIN_VALUE, 5),
                HostArray.of(Shape.of(2), Long.MIN_VALUE, (1L << 53) + 1),
                HostArray.of(Shape.of(3), true, false, true),
                HostArray.of(Shape.of(2, 0), new float[0]),
                HostArray.scalar(DType.F64, 0.1));
        Graph.Builder builder = Graph.builder();
        arrays.forEach(array -> builder.output("y" + array.type(), Tensor.constant(array)));
        String text = GraphText.of(builder.build());
        assertThat(text).contains("constant[value=f32[4]:IwHAfwAAAIABAAAAq6qqPg==]()");
        Graph read = GraphText.parse(text);
        assertThat(GraphText.of(read)).isEqualTo(text);
        assertThat(read.outputs().values())
                .extracting(node -> ((Source.Constant) node.primitive()).value())
                .containsExactlyElementsOf(arrays);
    }

    @Test
    void aCheckpointIsExpanded() {
        Tensor x = Tensor.input("x", TensorType.f32(2));
        Tensor y = Checkpoint.of(
                outer -> Tensor.of(
                        new Smooth.Silu(),
                        List.of(Checkpoint.of(inner -> inner.get(0).sin(), outer))),
                List.of(x));
        Graph graph = Graph.builder().inputs(x).output("y", y).build();
        String text = GraphText.of(graph);
        assertThat(text).contains("= sin(%0)\n").contains("= silu(%1)\n").doesNotContain("checkpoint");
        assertThat(GraphText.of(GraphText.parse(text))).isEqualTo(text);
    }

    @Test
    void aTruncatedTextIsRefused() {
        String text = GraphText.of(graph());
        List<String> lines = text.lines().toList();
        for (int kept = 0; kept < lines.size(); kept++) {
            String beginning =
                    IntStream.range(0, kept).mapToObj(i -> lines.get(i) + "\n").reduce("", String::concat);
            GraphFormatException refused = refused(beginning);
            assertThat(refused).hasMessageContaining(kept == 0 ? "found the end of the text" : "truncated");
            // Also when truncated in the middle of a line.
            refused(beginning + lines.get(kept).substring(0, lines.get(kept).length() / 2));
        }
        refused(text.substring(0, text.length() - 1));
        refused(text + "\n");
        refused(text + text);
    }

    @Test
    void aFlippedBitIsRefused() {
        byte[] bytes = GraphText.of(graph()).getBytes(StandardCharsets.ISO_8859_1);
        RandomKey key = RandomKey.of(3);
        int[] places = key.fold("place").integers(bytes.length, 500);
        int[] bits = key.fold("bit").integers(8, 500);
        for (int i = 0; i < places.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[places[i]] ^= (byte) (1 << bits[i]);
            refused(new String(damaged, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void editedTextsWithAValidChecksumAreAlwaysRefusedCleanly() {
        String sealed = GraphText.of(graph());
        String text = sealed.substring(0, sealed.indexOf(GraphText.END));
        RandomKey key = RandomKey.of(4);
        int[] places = key.fold("place").integers(text.length(), 500);
        int[] letters = key.fold("letter").integers(128, 500);
        int refusals = 0;
        for (int i = 0; i < places.length; i++) {
            StringBuilder changed = new StringBuilder(text);
            changed.setCharAt(places[i], (char) letters[i]);
            try {
                GraphText.parse(GraphText.sealed(changed.toString()));
            } catch (GraphFormatException e) {
                refusals++;
            }
        }
        assertThat(refusals).isBetween(400, 500);
    }

    @Test
    void anotherVersionIsRefused() {
        String text = GraphText.of(graph());
        assertThat(refused(text.replace("graph 2\n", "graph 3\n")))
                .hasMessageContaining("f.graph:1:19: found version 3")
                .hasMessageContaining("newer release");
        assertThat(refused(text.replace("graph 2\n", "graph 0\n"))).hasMessageContaining("found version 0");
        assertThat(refused(text.replace("graph 2\n", "graph one\n"))).hasMessageContaining("found \"one\"");
    }

    /** A file of the first version, which had no marks. */
    @Test
    void theFirstVersionIsReadStill() {
        Path file = Path.of("src/test/resources/org/pushforward/graph/text/v1.graph");
        Graph read = GraphText.read(file);
        assertThat(read.batched()).isEmpty();
        assertThat(GraphText.of(read))
                .isEqualTo(GraphText.of(graph())
                        .replace(", batched", "")
                        .lines()
                        .filter(line -> !line.startsWith(GraphText.END))
                        .map(line -> line + "\n")
                        .collect(Collectors.collectingAndThen(Collectors.joining(), GraphText::sealed)));
        String marked = "pushforward graph 1\ninput %0: f32[2] = \"x\", batched\n";
        assertThat(refused(GraphText.sealed(marked))).hasMessageContaining("f.graph:2:23: ");
    }

    @Test
    void batchedLeavesAreChecked() {
        refusedAt("input %0: f32[] = \"x\", batched\n^", "expected a first axis that counts rows");
        refusedAt(
                "input %0: f32[2] = \"x\", batched\nstate %1: f32[3] = \"w\", batched\n^",
                "expected a first axis that counts rows");
        refusedAt("input %0: f32[2] = \"x\"^, even\n", "the end of the line");
    }

    @Test
    void anUnknownPrimitiveNamesTheClosestOne() {
        refusedAt(
                X + "%1: f32[2] = ^reduce_sun[axes=[1]](%0)\n",
                "found \"reduce_sun[axes=[1]](%0)\", expected the name of a primitive: the closest is reduce_sum");
        String expected = "expected the name of a primitive";
        refusedAt(X + "%1: f32[2, 3] = ^checkpoint(%0)\n", expected);
        refusedAt(X + "%1: f32[] = ^input[name=\"a\", type=f32[]]()\n", expected);
        refusedAt(X + "%1: f32[2, 3] = ^(%0)\n", expected);
        refusedAt(X + "%1: f32[2, 3] = ^" + "z".repeat(100_000) + "(%0)\n", "\"" + "z".repeat(40) + "\"..., expected");
    }

    @Test
    void shapeRulesAreChecked() {
        refusedAt(X + "^%1: f32[3, 2] = neg(%0)\n", "found the type f32[3, 2], expected f32[2, 3]");
        refusedAt(X + "%1: f32[2, 3] = ^not(%0)\n", "expected booleans");
        refusedAt(X + "%1: f32[2, 3] = ^add(%0)\n", "expected 2 operands");
        refusedAt(X + "%1: f32[2, 3] = ^sort[axis=0]()\n", "expected");
        refusedAt(X + "%1: f32[2, 3] = ^sort[axis=2](%0)\n", "expected");
        refusedAt(X + "%1: f32[2, 3] = floor_div^[divisor=0](%0)\n", "divisor 0: expected 1 or more");
        refusedAt(
                "state %0: f32[2] = \"w\"\n%1: f32[] = reduce_sum[axes=[0]](%0)\noutput \"y\" = %1\nnext ^\"w\" = %1\n",
                "expected f32[2]");
    }

    @Test
    void attributesAreChecked() {
        refusedAt(X + "%1: f32[2] = reduce_sum^([axes=[1]](%0)\n", "found \"([axes=[1]](%0)\", expected \"[axes=\"");
        refusedAt(X + "%1: f32[2] = reduce_sum[axes=[0, ^99999999999]](%0)\n", "an integer of 32 bits");
        refusedAt(X + "%1: f32[] = cumulative_sum[axis=0, exclusive=^yes, reverse=no](%0)\n", "true or false");
        refusedAt(X + "%1: f32[] = pad[low=[], high=[], interior=[], value=^one](%0)\n", "a number, NaN");
        refusedAt(X + "%1: ^f16[2, 3] = cast[dtype=f16](%0)\n", "one of the element types [f32, f64");
        refusedAt(X + "%1: f32[2] = reduce_sum[axes=^[0, 1, 2, 3, 4, 5, 6, 7, 8]](%0)\n", "at most 8 integers");
    }

    @Test
    void aReferenceToALaterLineIsRefused() {
        refusedAt(
                X + "%1: f32[2, 3] = neg(^%2)\n%2: f32[2, 3] = neg(%1)\n",
                "found \"%2)\", expected a node of an earlier line, from %0 to %0");
        refusedAt(X + "%1: f32[2, 3] = neg(^%-1)\n", "expected a node of an earlier line");
        refusedAt(X + "^%2: f32[2, 3] = neg(%0)\n", "expected \"%1: \"");
    }

    @Test
    void namesAndOrderAreChecked() {
        refusedAt(X + "input %1: f32[] = ^\"x\"\n", "a name that no earlier input or state has");
        refusedAt(X + "input %1: f32[] = ^\"y\n", "quotation mark");
        refusedAt(X + "input %1: f32[] = ^\"\\n\"\n", "printable ASCII characters");
        refusedAt(X + "input %1: f32[] = ^\"\\u12\"\n", "printable ASCII characters");
        refusedAt(X + "output \"a\" = %0\noutput ^\"a\" = %0\n", "two outputs of a graph are named a");
        refusedAt(X + "next ^\"x\" = %0\n", "the name of a state");
        refusedAt(X + "output \"a\" = %0\n^%1: f32[2, 3] = neg(%0)\n", "in that order");
        refusedAt(X + "output \"a\" = %0^ \n", "the end of the line");
    }

    @Test
    void hugeSizesAreRefusedBeforeMemoryIsTaken() {
        refusedAt(
                "%0: f64[2147483647] = constant[value=f64[2147483647]:^AAAA]()\n",
                "found 4 digits of Base64, expected the 22906492236 of f64[2147483647]");
        refusedAt("input %0: f32^[65536, 65536] = \"x\"\n", "more than 2147483647 elements");
        refusedAt("input %0: f32^[-1] = \"x\"\n", "negative length -1");
        refusedAt("%0: bool[1] = constant[value=bool[1]:^AAA=]()\n", "found 2 bytes, expected the 1");
        refusedAt("%0: bool[1] = constant[value=bool[1]:^Ag==]()\n", "byte 0 is 2, expected a boolean");
        refusedAt("%0: bool[1] = constant[value=bool[1]:^=Ag=]()\n", "expected Base64");
        String operands = "%0, ".repeat(GraphText.MOST_OPERANDS) + "^%0";
        refusedAt(X + "%1: f32[2, 3] = concat[axis=0](" + operands + ")\n", "at most 4096 operands");
    }

    @Test
    void graphsThatExceedTheLimitsAreNotWritten() {
        Tensor x = Tensor.input("x", TensorType.f32(1));
        Tensor sum = Tensor.concat(0, Collections.nCopies(GraphText.MOST_OPERANDS + 1, x));
        Graph graph = Graph.builder().inputs(x).output("y", sum).build();
        assertThatThrownBy(() -> GraphText.of(graph))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("up to 4097 operands per node");
    }
}
