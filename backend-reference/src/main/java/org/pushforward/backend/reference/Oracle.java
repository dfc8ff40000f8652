package org.pushforward.backend.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Evaluates expressions in float64 and checks their derivatives against finite differences, for tests. Give each leaf a
 * value, then evaluate any expression of the leaves. Not safe for use by several threads.
 */
public final class Oracle {
    /**
     * The step of central differences. Their truncation error is about its square, and their rounding error about 1e-16
     * divided by it.
     */
    private static final double STEP = 1e-5;

    private static final RandomKey KEY = RandomKey.of(20261122);

    private final Map<Tensor, HostArray> leaves = new LinkedHashMap<>();

    /** Creates an oracle without leaves. */
    public Oracle() {}

    /** Adds a leaf with a value. */
    public Oracle with(Tensor leaf, HostArray value) {
        leaves.put(leaf, value);
        return this;
    }

    /** Adds the parameters of a layer, each with numbers between -1 and 1 that depend on its path. */
    public Oracle with(List<Parameter> parameters) {
        parameters.forEach(parameter -> with(
                parameter.tensor(), sample(parameter.path(), parameter.tensor().shape())));
        return this;
    }

    /** Adds the parameters of a model with values. */
    public Oracle with(List<Parameter> parameters, ParameterValues values) {
        parameters.forEach(parameter -> with(parameter.tensor(), values.get(parameter.path())));
        return this;
    }

    /** Adds an input with numbers between -1 and 1 that depend on its name, and returns it. */
    public Tensor input(String name, int... dims) {
        Tensor leaf = Tensor.input(name, new TensorType(DType.F64, Shape.of(dims)));
        with(leaf, sample(name, leaf.shape()));
        return leaf;
    }

    /** Like {@link #input}, but of the element type of parameters. */
    public Tensor single(String name, int... dims) {
        Tensor leaf = Tensor.input(name, TensorType.f32(dims));
        with(leaf, sample(name, leaf.shape()));
        return leaf;
    }

    private static HostArray sample(String name, Shape shape) {
        UniformRandomProvider random = KEY.fold(name).stream();
        double[] values = new double[shape.size()];
        Arrays.setAll(values, i -> 2 * random.nextDouble() - 1);
        return HostArray.wrap(shape, values);
    }

    /** Returns the value of a leaf. */
    public HostArray value(Tensor leaf) {
        return leaves.get(leaf);
    }

    /** Returns the value of an expression. */
    public HostArray array(Tensor expression) {
        return arrays(List.of(expression)).get(0);
    }

    /** Returns the elements of the value of an expression. */
    public double[] evaluate(Tensor expression) {
        return array(expression).toDoubles();
    }

    /** Returns the values of several expressions. */
    public List<HostArray> arrays(List<Tensor> expressions) {
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
     * Checks that {@code <u, J v> = <J^T u, v>} with respect to all floating-point leaves together, and that both equal
     * the central difference along v. Checks the same for the derivative.
     *
     * @throws AssertionError if they differ
     */
    public void checkSlopes(Tensor y) {
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
        agree("<J^T u, v> and <u, J v>", array(backward).item(), slope, 1e-9);
        Tensor objective = inner(u, y);
        double difference = moved(variables, v, objective, STEP) - moved(variables, v, objective, -STEP);
        agree("the central difference and <u, J v>", difference / (2 * STEP), slope, 1e-6);
        return pulled;
    }

    private static void agree(String what, double actual, double expected, double tolerance) {
        // Written so that NaN fails.
        if (!(Math.abs(actual - expected) <= tolerance * (1 + Math.abs(expected)))) {
            throw new AssertionError(what + ": " + actual + " and " + expected + ", expected to agree within "
                    + tolerance * (1 + Math.abs(expected)));
        }
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

    /** Returns the largest difference of two arrays relative to the largest element of the second. */
    public static double relativeError(HostArray actual, HostArray expected) {
        if (!actual.shape().equals(expected.shape())) {
            throw new AssertionError("expected a tensor of shape " + expected.shape() + ", not " + actual.shape());
        }
        double difference = 0;
        double largest = 0;
        for (int i = 0; i < expected.size(); i++) {
            double apart = Math.abs(actual.get(i) - expected.get(i));
            // Not Math.max alone: NaN must not pass.
            difference = Double.isNaN(apart) ? Double.POSITIVE_INFINITY : Math.max(difference, apart);
            largest = Math.max(largest, Math.abs(expected.get(i)));
        }
        return difference == 0 ? 0 : difference / largest;
    }

    /**
     * Returns values drawn from N(0, 0.2^2) instead of initial values: a layer that is initialized with zeros would
     * hide wrong gradients of the layers before it.
     */
    public static ParameterValues randomValues(List<Parameter> parameters, RandomKey key) {
        Map<String, HostArray> values = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            float[] numbers = key.fold(parameter.path())
                    .normal(parameter.tensor().shape())
                    .toFloats();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] *= 0.2f;
            }
            values.put(parameter.path(), HostArray.wrap(parameter.tensor().shape(), numbers));
        }
        return new ParameterValues(values);
    }
}
