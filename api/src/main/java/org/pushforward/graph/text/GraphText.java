package org.pushforward.graph.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.pushforward.Stability;
import org.pushforward.graph.Checkpoint;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Expansion;
import org.pushforward.tensor.HostArray;

/**
 * The complete text form of a graph. Reading it back gives exactly the same inputs, states, outputs, nodes and
 * constants, bit for bit.
 *
 * <pre>{@code
 * pushforward graph 2
 * input %0: f32[2, 3] = "x", batched
 * state %1: f32[2, 3] = "w"
 * %2: f32[2, 3] = mul(%0, %1)
 * %3: f32[2] = reduce_sum[axes=[1]](%2)
 * output "y" = %3
 * next "w" = %2
 * end crc32c 0f4c1a7e
 * }</pre>
 *
 * <p>The first line contains the version of the format. Inputs and states come first, in the order of declaration, each
 * marked if its first axis counts the rows of a batch. Then comes one line for each node, after those of its operands,
 * then the outputs, and then the next value of each state that changes. Inputs, states and nodes are numbered
 * consecutively. Attributes are written with their names, floating-point numbers as by {@link Double#toString(double)},
 * arrays as their type and their little-endian elements in Base64, and names in quotation marks. The text is ASCII. The
 * last line contains the CRC-32C of everything before it, which detects damage and truncation; it is not a signature.
 * Version 1 had no marks; it can still be read.
 *
 * <p>Composites are written by name, except {@link Checkpoint}, which contains a function and has no name that could be
 * read back. Its expansion is written instead. So the graph computes the same values when it is read back, but a
 * derivative taken of it stores the intermediate values.
 *
 * <p>Reading does not trust the text. Nodes are made by {@link Tensor#of}, so every shape rule is checked, and declared
 * types must equal the types that the rules give. A text has at most {@link #MOST_NODES} nodes, {@link #MOST_OPERANDS}
 * operands per node and {@link #MOST_EDGES} operands in total, and a file has at most {@link GraphFile#MOST_BYTES}
 * bytes. Memory for a constant is allocated only once all of its elements are known to be present.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class GraphText {
    /** The largest number of nodes, including inputs and states. */
    public static final int MOST_NODES = 1 << 20;

    /** The largest number of operands of one node. */
    public static final int MOST_OPERANDS = 1 << 12;

    /** The largest number of operands of all nodes together. */
    public static final int MOST_EDGES = 1 << 22;

    /** The mark of a leaf whose first axis counts the rows of a batch. */
    static final String BATCHED = ", batched";

    /** The beginning of the last line. */
    static final String END = "end crc32c ";

    private static final String FORMAT = "pushforward graph ";
    private static final int VERSION = 2;
    /** The first version in which leaves are marked as batched. */
    private static final int MARKED = 2;

    private static final Pattern LAST_LINE = Pattern.compile(END + "([0-9a-f]{8})\n");

    private GraphText() {}

    /**
     * Returns a graph as text.
     *
     * @throws IllegalArgumentException if the graph exceeds a limit for reading
     */
    public static String of(Graph graph) {
        Graph written = graph.rewrite(new Expansion(node -> node.primitive() instanceof Checkpoint));
        refuseLarge(written);
        StringBuilder text = new StringBuilder(FORMAT).append(VERSION).append('\n');
        Map<Tensor, String> names = new HashMap<>();
        written.inputs().forEach(input -> leaf(text, "input", input, written, names));
        written.states().forEach(state -> leaf(text, "state", state.current(), written, names));
        for (Tensor node : written.nodes()) {
            if (!names.containsKey(node)) {
                declare(text, node, names)
                        .append(AttributeText.of(node.primitive()))
                        .append(node.operands().stream().map(names::get).collect(Collectors.joining(", ", "(", ")\n")));
            }
        }
        written.outputs().forEach((name, node) -> result(text, "output", name, names.get(node)));
        written.states().stream()
                .filter(Graph.State::changes)
                .forEach(state -> result(text, "next", state.name(), names.get(state.next())));
        return sealed(text.toString());
    }

    private static void leaf(StringBuilder text, String kind, Tensor leaf, Graph graph, Map<Tensor, String> names) {
        declare(text.append(kind).append(' '), leaf, names)
                .append(Quoted.of(((Source.Input) leaf.primitive()).name()))
                .append(graph.batched().contains(leaf) ? BATCHED : "")
                .append('\n');
    }

    private static StringBuilder declare(StringBuilder text, Tensor node, Map<Tensor, String> names) {
        names.put(node, "%" + names.size());
        return text.append(names.get(node)).append(": ").append(node.type()).append(" = ");
    }

    private static void result(StringBuilder text, String kind, String name, String node) {
        text.append(kind)
                .append(' ')
                .append(Quoted.of(name))
                .append(" = ")
                .append(node)
                .append('\n');
    }

    private static void refuseLarge(Graph graph) {
        long nodes = (long) graph.nodes().size()
                + graph.inputs().size()
                + graph.states().size();
        long most = graph.nodes().stream()
                .mapToLong(node -> node.operands().size())
                .max()
                .orElse(0);
        long edges =
                graph.nodes().stream().mapToLong(node -> node.operands().size()).sum();
        long bytes = graph.nodes().stream()
                .map(Tensor::primitive)
                .mapToLong(primitive -> primitive instanceof Source.Constant constant ? bytes(constant.value()) : 0)
                .sum();
        // Base64 takes four characters for three bytes; half of the text is reserved for everything else.
        if (nodes > MOST_NODES || most > MOST_OPERANDS || edges > MOST_EDGES || bytes > GraphFile.MOST_BYTES / 2) {
            throw new IllegalArgumentException("graph of " + nodes + " nodes, up to " + most + " operands per node, "
                    + edges
                    + " operands and " + bytes + " bytes of constants: a stored graph has at most " + MOST_NODES + ", "
                    + MOST_OPERANDS + ", " + MOST_EDGES + " and " + GraphFile.MOST_BYTES / 2
                    + "; turn large constants into inputs or states, and split a long program into several graphs");
        }
    }

    private static long bytes(HostArray array) {
        return (long) array.size() * array.dtype().bytes();
    }

    /** Returns a text with its checksum line appended. */
    static String sealed(String text) {
        return text + END + checksum(text) + "\n";
    }

    private static String checksum(String text) {
        CRC32C checksum = new CRC32C();
        checksum.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return String.format(Locale.ROOT, "%08x", checksum.getValue());
    }

    /** Returns the graph that a text describes. Error messages begin with "graph" instead of a source. */
    public static Graph parse(String text) {
        return parse(text, "graph");
    }

    /**
     * Returns the graph that a text describes.
     *
     * @param text the text
     * @param source the origin of the text, with which an error message begins
     * @throws GraphFormatException if the text is not a valid graph, with the line and column of the error
     */
    public static Graph parse(String text, String source) {
        TextCursor cursor = new TextCursor(source, text);
        cursor.expect(FORMAT);
        int start = cursor.position();
        int version = cursor.integer();
        if (version < 1 || version > VERSION) {
            throw cursor.error(
                    start,
                    "found version " + version + " of the format, expected 1 to " + VERSION
                            + (version > VERSION ? ": read it with the newer release that wrote it" : ""));
        }
        cursor.expect("\n");
        verify(text, cursor);
        return new GraphReader(cursor, version >= MARKED).read();
    }

    private static void verify(String text, TextCursor cursor) {
        int end = text.lastIndexOf('\n', text.length() - 2) + 1;
        Matcher last = LAST_LINE.matcher(text).region(end, text.length());
        if (!last.matches()) {
            throw cursor.unexpected(
                    end,
                    "a last line with " + Quoted.of(END)
                            + " and eight digits: the text is truncated, or continues after its end");
        }
        String actual = checksum(text.substring(0, end));
        if (!last.group(1).equals(actual)) {
            throw cursor.error(
                    end,
                    "found the checksum " + last.group(1) + ", expected " + actual
                            + ": the text was damaged or edited after it was written, so write it again");
        }
    }

    /**
     * Writes a graph to a file atomically, replacing any existing file.
     *
     * @throws IllegalArgumentException if the graph exceeds a limit for reading
     * @throws java.io.UncheckedIOException if the file cannot be written
     */
    public static void write(Graph graph, Path file) {
        GraphFile.write(file, of(graph).getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Returns the graph that a file contains.
     *
     * @throws GraphFormatException if the file does not contain a valid graph, with the file, line and column
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    public static Graph read(Path file) {
        return parse(new String(GraphFile.read(file), StandardCharsets.ISO_8859_1), file.toString());
    }
}
