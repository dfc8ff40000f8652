package org.pushforward.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.pushforward.Stability;
import org.pushforward.graph.pass.ReleaseOrder;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.graph.text.GraphText;
import org.pushforward.tensor.TensorType;

/**
 * A program: its inputs, its outputs, and the states that the engine keeps between runs.
 *
 * <p>Inputs are passed to every run, and every run can return outputs. A state is a value that the engine keeps: a run
 * reads {@code current} and leaves {@code next} for the following run. Parameters, optimizer moments and the samples of
 * a Markov chain are states, so they are not copied to the host during a loop.
 *
 * <p>Immutable. Prints as text and as DOT.
 */
@Stability(Stability.Level.STABLE)
public final class Graph {

    /**
     * A value that is kept between runs.
     *
     * @param current the input node that stands for the value at the beginning of a run
     * @param next the value at the end of the run; {@code current} itself if the run does not change it
     */
    public record State(Tensor current, Tensor next) {
        /** Checks that the types agree. */
        public State {
            if (!(current.primitive() instanceof Source.Input)) {
                throw new IllegalArgumentException("state " + current + ": expected an input node");
            }
            if (!current.type().equals(next.type())) {
                throw new TraceException("state " + current, List.of(next.type()), "expected " + current.type());
            }
        }

        /** Returns the name of the input node. */
        public String name() {
            return ((Source.Input) current.primitive()).name();
        }

        /** Returns the type of the value. */
        public TensorType type() {
            return current.type();
        }

        /** Returns whether a run can change the value. */
        public boolean changes() {
            return current != next;
        }
    }

    private final List<Tensor> inputs;
    private final List<State> states;
    private final Map<String, Tensor> outputs;
    private final List<Tensor> batched;
    private final List<Tensor> nodes;

    private Graph(List<Tensor> inputs, List<State> states, Map<String, Tensor> outputs, Collection<Tensor> batched) {
        this.inputs = List.copyOf(inputs);
        this.states = List.copyOf(states);
        this.outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        List<Tensor> roots = new ArrayList<>(outputs.values());
        states.forEach(state -> roots.add(state.next()));
        this.nodes = List.copyOf(ReleaseOrder.of(roots));
        checkLeaves();
        Set<Tensor> marked = Collections.newSetFromMap(new IdentityHashMap<>());
        marked.addAll(batched);
        this.batched = leaves().stream().filter(marked::remove).toList();
        checkBatch(marked);
    }

    private List<Tensor> leaves() {
        List<Tensor> leaves = new ArrayList<>(inputs);
        states.forEach(state -> leaves.add(state.current()));
        return leaves;
    }

    private void checkBatch(Set<Tensor> unknown) {
        for (Tensor leaf : unknown) {
            throw new IllegalArgumentException(
                    "batched node " + leaf + ": expected an input or a state of the graph; declare it");
        }
        for (Tensor leaf : batched) {
            if (leaf.shape().rank() == 0 || leaf.dim(0) != batched.get(0).dim(0)) {
                throw new IllegalArgumentException("batched " + leaf
                        + ": expected a first axis that counts rows, as many as that of " + batched.get(0));
            }
        }
    }

    private void checkLeaves() {
        Set<Tensor> known = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<String> names = new HashSet<>();
        List<Tensor> leaves = leaves();
        for (Tensor leaf : leaves) {
            if (!(leaf.primitive() instanceof Source.Input input)) {
                throw new IllegalArgumentException("graph input " + leaf + ": expected an input node");
            }
            if (!names.add(input.name())) {
                throw new IllegalArgumentException("two inputs or states of a graph are named " + input.name());
            }
            known.add(leaf);
        }
        for (Tensor node : nodes) {
            if (node.primitive() instanceof Source.Input && !known.contains(node)) {
                throw new IllegalArgumentException("the graph depends on " + node
                        + ", which is neither an input nor a state of it: declare it, or substitute a value for it");
            }
        }
    }

    /** Returns an empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the inputs, in the order of declaration. */
    public List<Tensor> inputs() {
        return inputs;
    }

    /** Returns the states, in the order of declaration. */
    public List<State> states() {
        return states;
    }

    /** Returns the outputs by name, in the order of declaration. */
    public Map<String, Tensor> outputs() {
        return outputs;
    }

    /**
     * Returns the inputs and states whose first axis counts the rows of a batch, in the order of declaration. All have
     * the same number of rows. Empty for a program without a batch.
     */
    public List<Tensor> batched() {
        return batched;
    }

    /** Returns every node that an output or a state depends on, each after its operands. */
    public List<Tensor> nodes() {
        return nodes;
    }

    /** Returns the program with every node rewritten. The input nodes of inputs and states are kept. */
    public Graph rewrite(Rewrite rule) {
        List<Tensor> roots = new ArrayList<>(outputs.values());
        states.forEach(state -> roots.add(state.next()));
        List<Tensor> rewritten = rule.apply(roots);
        Map<String, Tensor> newOutputs = new LinkedHashMap<>();
        int i = 0;
        for (String name : outputs.keySet()) {
            newOutputs.put(name, rewritten.get(i++));
        }
        List<State> newStates = new ArrayList<>();
        for (State state : states) {
            newStates.add(new State(state.current(), rewritten.get(i++)));
        }
        return new Graph(inputs, newStates, newOutputs, batched);
    }

    /**
     * Returns the program as text for people to read, one line per node. {@link GraphText} writes a form that can be
     * read back.
     */
    public String text() {
        Map<Tensor, String> names = new HashMap<>();
        StringBuilder text = new StringBuilder();
        for (Tensor node : nodes) {
            names.put(node, "%" + names.size());
            text.append(node.operands().stream()
                    .map(names::get)
                    .collect(Collectors.joining(
                            ", ",
                            names.get(node) + ": " + node.type() + " = "
                                    + node.primitive().text() + "(",
                            ")\n")));
        }
        outputs.forEach((name, node) -> text.append("output ")
                .append(name)
                .append(" = ")
                .append(names.get(node))
                .append('\n'));
        if (!batched.isEmpty()) {
            text.append(batched.stream()
                    .map(leaf -> ((Source.Input) leaf.primitive()).name())
                    .collect(Collectors.joining(", ", "batched ", "\n")));
        }
        states.stream().filter(State::changes).forEach(state -> text.append("state ")
                .append(state.name())
                .append(" <- ")
                .append(names.get(state.next()))
                .append('\n'));
        return text.toString();
    }

    /** Returns the program in the DOT language of Graphviz. */
    public String dot() {
        Map<Tensor, Integer> ids = new HashMap<>();
        nodes.forEach(node -> ids.put(node, ids.size()));
        StringBuilder dot = new StringBuilder("digraph pushforward {\n  node [shape=box, fontname=monospace];\n");
        Function<String, String> quoted =
                label -> "\"" + label.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        for (Tensor node : nodes) {
            dot.append("  n" + ids.get(node) + " [label=" + quoted.apply(node.toString()) + "];\n");
            node.operands().forEach(operand -> dot.append("  n" + ids.get(operand) + " -> n" + ids.get(node) + ";\n"));
        }
        outputs.forEach((name, node) -> dot.append("  " + quoted.apply("output " + name) + " [shape=ellipse];\n  n"
                + ids.get(node) + " -> " + quoted.apply("output " + name) + ";\n"));
        return dot.append("}\n").toString();
    }

    /** Returns {@link #text()}. */
    @Override
    public String toString() {
        return text();
    }

    /** Collects the parts of a program. Not safe for use by several threads. */
    public static final class Builder {
        private final List<Tensor> inputs = new ArrayList<>();
        private final List<State> states = new ArrayList<>();
        private final Map<String, Tensor> outputs = new LinkedHashMap<>();
        private final List<Tensor> batched = new ArrayList<>();

        private Builder() {}

        /** Declares inputs. */
        public Builder inputs(Tensor... nodes) {
            return inputs(List.of(nodes));
        }

        /** Declares inputs. */
        public Builder inputs(List<Tensor> nodes) {
            inputs.addAll(nodes);
            return this;
        }

        /** Declares a state: a value that is kept between runs and that each run replaces by {@code next}. */
        public Builder state(Tensor current, Tensor next) {
            states.add(new State(current, next));
            return this;
        }

        /** Declares states that runs do not change. */
        public Builder constants(List<Tensor> nodes) {
            nodes.forEach(node -> states.add(new State(node, node)));
            return this;
        }

        /** Declares an output. */
        public Builder output(String name, Tensor node) {
            if (outputs.put(name, node) != null) {
                throw new IllegalArgumentException("two outputs of a graph are named " + name);
            }
            return this;
        }

        /** Declares batched inputs or states: see {@link #batched(List)}. */
        public Builder batched(Tensor... leaves) {
            return batched(List.of(leaves));
        }

        /**
         * Declares that the first axis of these inputs or states counts the rows of a batch, which all of them share.
         * An engine may then compute the rows in parts, which changes only the order of sums over the batch.
         */
        public Builder batched(List<Tensor> leaves) {
            batched.addAll(leaves);
            return this;
        }

        /**
         * Returns the program.
         *
         * @throws IllegalArgumentException if the graph depends on an input node that was not declared, a name is used
         * twice, or a batched node is not an input or state or differs from the others in the number of rows
         */
        public Graph build() {
            return new Graph(inputs, states, outputs, batched);
        }
    }
}
