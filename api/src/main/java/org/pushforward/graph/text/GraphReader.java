package org.pushforward.graph.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.TensorType;

/** Builds a graph line by line from a text whose checksum was verified. An instance serves one text. */
final class GraphReader {
    private final TextCursor text;
    private final boolean marked;
    private final Graph.Builder graph = Graph.builder();
    private final Set<String> names = new HashSet<>();
    private final List<Tensor> nodes = new ArrayList<>();
    private final Map<String, Graph.State> states = new LinkedHashMap<>();
    private int operands;

    /**
     * Creates a reader of a text whose version line was already read.
     *
     * @param marked whether leaves may be marked as batched
     */
    GraphReader(TextCursor text, boolean marked) {
        this.text = text;
        this.marked = marked;
    }

    Graph read() {
        while (text.accept("input ")) {
            graph.inputs(leaf());
        }
        while (text.accept("state ")) {
            Tensor current = leaf();
            states.put(((Source.Input) current.primitive()).name(), new Graph.State(current, current));
        }
        while (text.sees("%")) {
            node();
        }
        while (text.accept("output ")) {
            output();
        }
        while (text.accept("next ")) {
            next();
        }
        int end = text.position();
        if (!text.sees(GraphText.END)) {
            throw text.unexpected(
                    end, "input, state, node, output and next lines, in that order, followed by the end line");
        }
        states.values().forEach(state -> graph.state(state.current(), state.next()));
        return checked(end, graph::build);
    }

    /** {@code %0: f32[2, 3] = "x"}, optionally followed by {@code , batched}. */
    private Tensor leaf() {
        TensorType type = declaration();
        int start = text.position();
        String name = text.quoted();
        if (!names.add(name)) {
            throw text.unexpected(start, "a name that no earlier input or state has");
        }
        Tensor leaf = add(Tensor.input(name, type));
        if (marked && text.accept(GraphText.BATCHED)) {
            graph.batched(leaf);
        }
        text.expect("\n");
        return leaf;
    }

    /** {@code %7: f32[2, 3] = add(%5, %6)}. */
    private void node() {
        int start = text.position();
        TensorType declared = declaration();
        int expression = text.position();
        Primitive primitive = AttributeText.read(text);
        List<Tensor> values = operands();
        text.expect("\n");
        Tensor node = checked(expression, () -> Tensor.of(primitive, values));
        if (!node.type().equals(declared)) {
            throw text.error(
                    start,
                    "found the type " + declared + ", expected " + node.type() + ", the type that " + primitive.name()
                            + " gives for these operands");
        }
        add(node);
    }

    private TensorType declaration() {
        int start = text.position();
        text.expect("%" + nodes.size() + ": ");
        if (nodes.size() == GraphText.MOST_NODES) {
            throw text.error(start, "expected at most " + GraphText.MOST_NODES + " nodes");
        }
        TensorType type = text.type();
        text.expect(" = ");
        return type;
    }

    private Tensor add(Tensor node) {
        nodes.add(node);
        return node;
    }

    private List<Tensor> operands() {
        List<Tensor> values = new ArrayList<>();
        text.expect("(");
        if (text.accept(")")) {
            return values;
        }
        do {
            int start = text.position();
            operands++;
            if (values.size() == GraphText.MOST_OPERANDS || operands > GraphText.MOST_EDGES) {
                throw text.error(
                        start,
                        "expected at most " + GraphText.MOST_OPERANDS + " operands per node and " + GraphText.MOST_EDGES
                                + " per graph");
            }
            values.add(reference());
        } while (text.accept(", "));
        text.expect(")");
        return values;
    }

    private Tensor reference() {
        int start = text.position();
        text.expect("%");
        int number = text.integer();
        if (number < 0 || number >= nodes.size()) {
            throw text.unexpected(start, "a node of an earlier line, from %0 to %" + (nodes.size() - 1));
        }
        return nodes.get(number);
    }

    /** {@code "y" = %7}. */
    private void output() {
        int start = text.position();
        String name = text.quoted();
        text.expect(" = ");
        Tensor node = reference();
        text.expect("\n");
        checked(start, () -> graph.output(name, node));
    }

    /** {@code "w" = %7}. */
    private void next() {
        int start = text.position();
        String name = text.quoted();
        Graph.State state = states.get(name);
        if (state == null || state.changes()) {
            throw text.unexpected(start, "the name of a state whose next value was not given yet");
        }
        text.expect(" = ");
        Tensor node = reference();
        text.expect("\n");
        states.put(name, checked(start, () -> new Graph.State(state.current(), node)));
    }

    /** Returns the built value, turning a violated rule into an error at a position. */
    private <T> T checked(int place, Supplier<T> built) {
        try {
            return built.get();
        } catch (IndexOutOfBoundsException e) {
            // Some composites index their operands without counting them first.
            throw text.error(place, "expected other operands: " + e.getMessage());
        } catch (IllegalArgumentException | ArithmeticException e) {
            // Any further lines of the message name the source line of the program that reads the graph.
            throw text.error(place, e.getMessage().lines().findFirst().orElse(""));
        }
    }
}
