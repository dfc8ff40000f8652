package org.pushforward.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Parameter;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Evaluates expressions by the interpreter at a value for each of their leaves, and holds their slopes to differences. */
final class Oracle {
    /** The error of a central difference is about the square of this, and of rounding about 1e-16 divided by it. */
    private static final double STEP = 1e-5;

    private final Map<Tensor, HostArray> leaves = new LinkedHashMap<>();

    /** Adds a leaf with a value. */
    Oracle with(Tensor leaf, HostArray value) {
        leaves.put(leaf, value);
        return this;
    }

    /** Adds the parameters of a layer, each with numbers between -1 and 1 that depend on its path. */
    Oracle with(List<Parameter> parameters) {
        parameters.forEach(parameter -> with(
                parameter.tensor(), sample(parameter.path(), parameter.tensor().shape())));
        return this;
    }

    /** Adds an input with numbers between -1 and 1 that depend on its name, and returns it. */
    Tensor input(String name, int... dims) {
        Tensor leaf = Tensor.input(name, new TensorType(DType.F64, Shape.of(dims)));
        with(leaf, sample(name, leaf.shape()));
        return leaf;
    }

    /** As {@link #input}, of the element type of parameters. */
    Tensor single(String name, int... dims) {
        Tensor leaf = Tensor.input(name, TensorType.f32(dims));
        with(leaf, sample(name, leaf.shape()));
        return leaf;
    }

    private static HostArray sample(String name, Shape shape) {
        return new Samples(name).uniform(DType.F64, shape, -1, 1);
    }

    /** Returns the value of a leaf. */
    HostArray value(Tensor leaf) {
        return leaves.get(leaf);
    }

    /** Returns the value of an expression. */
    HostArray array(Tensor expression) {
        return arrays(List.of(expression)).get(0);
    }

    /** Returns the elements of the value of an expression. */
    double[] evaluate(Tensor expression) {
        return array(expression).toDoubles();
    }

    /** Returns the values of some expressions. */
    List<HostArray> arrays(List<Tensor> expressions) {
        return at(leaves, expressions);
    }

    private static List<HostArray> at(Map<Tensor, HostArray> leaves, List<Tensor> expressions) {
        Map<String, HostArray> values = new HashMap<>();
        leaves.forEach((leaf, value) -> values.put(((Source.Input) leaf.primitive()).name(), value));
        Graph.Builder graph = Graph.builder().inputs(List.copyOf(leaves.keySet()));
        for (int i = 0; i < expressions.size(); i++) {
            graph.output("y" + i, expressions.get(i));
        }
        return List.copyOf(ReferenceInterpreter.evaluate(graph.build(), values).values());
    }

    /**
     * Asserts that {@code <u, J v> = <J^T u, v>} with respect to all floating-point leaves together, that both are the slope
     * along v, and the same of the derivative.
     */
    void checkSlopes(Tensor y) {
        List<Tensor> first = checkFirst(List.of(y));
        checkFirst(first);
    }

    private List<Tensor> checkFirst(List<Tensor> y) {
        List<Tensor> variables = leaves.keySet().stream()
                .filter(leaf -> leaf.dtype().isFloating())
                .toList();
        List<Tensor> u = constants("u", y);
        List<Tensor> v = constants("v", variables);
        List<Tensor> pulled = Gradients.vjp(y, variables, u);
        Tensor forward = inner(u, Gradients.jvp(y, variables, v));
        Tensor backward = inner(pulled, v);
        double slope = array(forward).item();
        assertThat(slope).isFinite();
        assertThat(array(backward).item()).isCloseTo(slope, within(1e-9 * (1 + Math.abs(slope))));
        Tensor objective = inner(u, y);
        double difference = moved(variables, v, objective, STEP) - moved(variables, v, objective, -STEP);
        assertThat(difference / (2 * STEP)).isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
        return pulled;
    }

    private double moved(List<Tensor> variables, List<Tensor> directions, Tensor objective, double step) {
        Map<Tensor, HostArray> there = new LinkedHashMap<>(leaves);
        for (int k = 0; k < variables.size(); k++) {
            HostArray here = leaves.get(variables.get(k));
            double[] values = here.toDoubles();
            double[] direction = array(directions.get(k)).toDoubles();
            Arrays.setAll(values, i -> values[i] + step * direction[i]);
            there.put(variables.get(k), HostArray.wrap(here.shape(), values));
        }
        return at(there, List.of(objective)).get(0).item();
    }

    private static List<Tensor> constants(String name, List<Tensor> like) {
        List<Tensor> constants = new ArrayList<>();
        for (Tensor tensor : like) {
            HostArray value = sample(name + constants.size(), tensor.shape());
            constants.add(Tensor.constant(value.cast(tensor.dtype())));
        }
        return constants;
    }

    private static Tensor inner(List<Tensor> a, List<Tensor> b) {
        Tensor sum = a.get(0).mul(b.get(0)).sum();
        for (int k = 1; k < a.size(); k++) {
            sum = sum.add(a.get(k).mul(b.get(k)).sum());
        }
        return sum;
    }
}
