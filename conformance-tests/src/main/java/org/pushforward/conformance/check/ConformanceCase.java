package org.pushforward.conformance.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pushforward.backend.Executable;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * A small program with operands, on which a backend must agree with the reference interpreter.
 *
 * @param name the rule's id and a label in brackets, such as {@code OP-MATMUL[f32, transposeLeft]}
 * @param subject the primitive under test
 * @param operands the values of the program's inputs
 * @param program computes the results from the inputs
 * @param tolerance how far each result may lie from the interpreter's on a CPU
 * @param onGpu how far on a GPU
 */
public record ConformanceCase(
        String name,
        Class<? extends Primitive> subject,
        List<HostArray> operands,
        Function<List<Tensor>, List<Tensor>> program,
        Tolerance tolerance,
        Tolerance onGpu) {

    /** Makes a case with one tolerance for every device. */
    public ConformanceCase(
            String name,
            Class<? extends Primitive> subject,
            List<HostArray> operands,
            Function<List<Tensor>, List<Tensor>> program,
            Tolerance tolerance) {
        this(name, subject, operands, program, tolerance, tolerance);
    }

    /** Returns the case of one primitive applied to operands. The element type of the operands is put before the label. */
    public static ConformanceCase of(Primitive primitive, String label, Tolerance tolerance, HostArray... operands) {
        return of(primitive.getClass(), label, tolerance, x -> Tensor.of(primitive, x), operands);
    }

    /** Returns the case of one primitive applied to operands that are first broadcast to one shape. */
    public static ConformanceCase broadcast(
            Primitive primitive, String label, Tolerance tolerance, Shape shape, HostArray... operands) {
        return of(
                primitive.getClass(),
                label,
                tolerance,
                x -> Tensor.of(
                        primitive,
                        x.stream().map(each -> each.broadcastTo(shape)).toList()),
                operands);
    }

    /** Returns the case of a program with one result. The element type of the operands is put before the label. */
    public static ConformanceCase of(
            Class<? extends Primitive> subject,
            String label,
            Tolerance tolerance,
            Function<List<Tensor>, Tensor> program,
            HostArray... operands) {
        // The first operand of a selection is always a truth value.
        int typical = subject == Elementwise.Select.class ? 1 : 0;
        String dtype = operands.length == 0 ? "" : operands[typical].dtype() + ", ";
        return new ConformanceCase(
                "OP-" + rule(subject) + "[" + dtype + label + "]",
                subject,
                List.of(operands),
                x -> List.of(program.apply(x)),
                tolerance);
    }

    /** Returns this case under another name. */
    public ConformanceCase named(String other) {
        return new ConformanceCase(other, subject, operands, program, tolerance, onGpu);
    }

    /** Returns this case with another tolerance on a GPU. */
    public ConformanceCase withGpuTolerance(Tolerance other) {
        return new ConformanceCase(name, subject, operands, program, tolerance, other);
    }

    /** Returns the name of a primitive as rule ids write it, such as {@code REDUCE-SUM}. */
    public static String rule(Class<? extends Primitive> primitive) {
        return primitive
                .getSimpleName()
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                .toUpperCase(Locale.ROOT);
    }

    /** Returns the id of the rule, which is the part of the name before the bracket. */
    public String rule() {
        return name.substring(0, name.indexOf('['));
    }

    /** Returns the program as a graph of its own. */
    public Graph graph() {
        Graph.Builder graph = Graph.builder();
        addTo(graph, "");
        return graph.build();
    }

    /** Adds the program's inputs and outputs to a graph, under names that begin with a prefix. */
    void addTo(Graph.Builder graph, String prefix) {
        List<Tensor> inputs = IntStream.range(0, operands.size())
                .mapToObj(i -> Tensor.input(prefix + "x" + i, operands.get(i).type()))
                .toList();
        List<Tensor> results = program.apply(inputs);
        graph.inputs(inputs);
        for (int i = 0; i < results.size(); i++) {
            graph.output(prefix + "y" + i, results.get(i));
        }
    }

    /** Returns the values of the inputs, under names that begin with a prefix. */
    public Map<String, HostArray> values(String prefix) {
        Map<String, HostArray> values = new LinkedHashMap<>();
        for (HostArray operand : operands) {
            values.put(prefix + "x" + values.size(), operand);
        }
        return values;
    }

    /** Returns the results among outputs whose names begin with a prefix. */
    static List<HostArray> results(Map<String, HostArray> outputs, String prefix) {
        List<HostArray> results = new ArrayList<>();
        while (outputs.containsKey(prefix + "y" + results.size())) {
            results.add(outputs.get(prefix + "y" + results.size()));
        }
        return results;
    }

    /**
     * Returns the results on a backend.
     *
     * @throws DeclaredGap if the program needs something that the backend declares to be missing
     */
    public List<HostArray> run(BackendUnderTest backend) {
        try (Executable executable = backend.compile(graph())) {
            return results(executable.run(values("")), "");
        }
    }

    /**
     * Returns how far results are from the interpreter's.
     *
     * @throws AssertionError if a result is outside the tolerance or of another type
     */
    public MeasuredError measure(BackendUnderTest backend, List<HostArray> actual) {
        Graph graph = graph();
        List<HostArray> expected = results(ReferenceInterpreter.evaluate(graph, values("")), "");
        List<Tensor> nodes = List.copyOf(graph.outputs().values());
        Tolerance allowed = backend.backend().options().device().isGpu() ? onGpu : tolerance;
        MeasuredError measured = MeasuredError.NONE;
        for (int i = 0; i < expected.size(); i++) {
            String result = "result y" + i;
            if (backend.rounds() && actual.get(i).dtype() != nodes.get(i).dtype()) {
                throw new AssertionError(result + ": expected element type "
                        + nodes.get(i).dtype() + ", not " + actual.get(i).dtype() + "\n" + text());
            }
            measured = measured.and(Expect.that(actual.get(i))
                    .named(result)
                    .computedBy(this::text)
                    .isCloseTo(expected.get(i), Tf32Rounding.tolerance(backend, allowed, graph, values(""), "y" + i)));
        }
        return measured;
    }

    /** Returns the name, the program and the operands as text, for messages. */
    public String text() {
        String inputs = values("").entrySet().stream()
                .map(input -> input.getKey() + " = " + input.getValue())
                .collect(Collectors.joining("\n"));
        return name + "\n" + graph().text() + inputs;
    }

    @Override
    public String toString() {
        return name;
    }
}
