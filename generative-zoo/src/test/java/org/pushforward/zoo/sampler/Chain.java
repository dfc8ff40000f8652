package org.pushforward.zoo.sampler;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.data.Context;
import org.pushforward.data.Rows;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Sampler;
import org.pushforward.sample.StepInput;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Runs a sampler without parameters from start to end in float64, for comparison with a formula.
 *
 * @param <S> the type of the sampler's state
 */
public final class Chain<S> {
    /** The step number of the start. */
    private static final int INIT = -1;

    private final Sampler<S> sampler;
    private final Rows given;

    private Chain(Sampler<S> sampler, Rows given) {
        this.sampler = sampler;
        this.given = given;
    }

    /** Returns the chain of an unconditional sampler. */
    public static <S> Chain<S> of(Sampler<S> sampler) {
        return new Chain<>(sampler, Rows.none());
    }

    /** Returns this chain with one row of a context that applies to every sample. */
    public Chain<S> given(String name, double... value) {
        return given(name, HostArray.of(Shape.of(1, value.length), value));
    }

    /** Returns this chain with one row of a context of any type. */
    public Chain<S> given(String name, HostArray row) {
        return new Chain<>(sampler, given.with(name, row));
    }

    /** A source of normal noise for a chain. */
    private interface Draws {
        /**
         * Returns noise.
         *
         * @param step the number of the step, or -1 at the start
         * @param number the number of the request within the step
         */
        HostArray normal(int step, int number, Shape shape);
    }

    /** Noise as inputs. */
    private static final class Inputs implements Noise {
        private final List<Tensor> inputs = new ArrayList<>();

        @Override
        public Tensor normal(int... dims) {
            inputs.add(Tensor.input("noise." + inputs.size(), new TensorType(DType.F64, Shape.of(dims))));
            return inputs.get(inputs.size() - 1);
        }

        @Override
        public Tensor uniform(int... dims) {
            throw new UnsupportedOperationException("a sampler of diffusion models asks for normal noise alone");
        }

        Map<String, HostArray> values(Draws draws, int step) {
            Map<String, HostArray> values = new LinkedHashMap<>();
            for (int i = 0; i < inputs.size(); i++) {
                values.put("noise." + i, draws.normal(step, i, inputs.get(i).shape()));
            }
            return values;
        }
    }

    /** Returns the samples that start from noise of shape [n, ...], with the noise of the steps from a key. */
    public HostArray run(HostArray noise, RandomKey key) {
        return run(
                noise.shape().dim(0),
                (step, number, shape) -> step == INIT
                        ? noise
                        : key.fold(step).fold(number).normal(shape).cast(DType.F64));
    }

    /** Returns the samples that start from noise of shape [n, ...], for a sampler whose steps use no noise. */
    public HostArray run(HostArray noise) {
        return run(noise.shape().dim(0), (step, number, shape) -> {
            if (step != INIT) {
                throw new AssertionError("step " + step + " asks for noise");
            }
            return noise;
        });
    }

    private Context context(int rows) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        given.take(new int[rows]).columns().forEach((name, value) -> values.put(name, Tensor.constant(value)));
        return new Context(values);
    }

    private HostArray run(int rows, Draws draws) {
        Context context = context(rows);
        Inputs initNoise = new Inputs();
        S begun = sampler.init(initNoise, rows, context);
        List<HostArray> state =
                evaluate(initNoise.inputs, leaves(begun, new ArrayList<>()), initNoise.values(draws, INIT));
        List<Tensor> inputs = new ArrayList<>();
        for (HostArray part : state) {
            inputs.add(Tensor.input("state." + inputs.size(), part.type()));
        }
        S current = rebuilt(begun, inputs.iterator());
        List<Tensor> numbers = new ArrayList<>();
        for (int i = 0; i < sampler.coefficients(0).length; i++) {
            numbers.add(Tensor.input("number." + i, new TensorType(DType.F64, Shape.scalar())));
        }
        Inputs stepNoise = new Inputs();
        S next = sampler.step(current, new StepInput(numbers, stepNoise, context));
        List<Tensor> all = new ArrayList<>(inputs);
        all.addAll(numbers);
        all.addAll(stepNoise.inputs);
        Graph step = graph(all, leaves(next, new ArrayList<>()));
        for (int i = 0; i < sampler.steps(); i++) {
            Map<String, HostArray> values = stepNoise.values(draws, i);
            double[] coefficients = sampler.coefficients(i);
            for (int j = 0; j < coefficients.length; j++) {
                values.put("number." + j, HostArray.scalar(DType.F64, coefficients[j]));
            }
            values.putAll(named(state));
            state = List.copyOf(ReferenceInterpreter.evaluate(step, values).values());
        }
        return evaluate(inputs, List.of(sampler.result(current, context)), named(state))
                .get(0);
    }

    private static Map<String, HostArray> named(List<HostArray> state) {
        Map<String, HostArray> values = new LinkedHashMap<>();
        for (HostArray part : state) {
            values.put("state." + values.size(), part);
        }
        return values;
    }

    private static Graph graph(List<Tensor> inputs, List<Tensor> results) {
        Graph.Builder graph = Graph.builder().inputs(inputs);
        for (int i = 0; i < results.size(); i++) {
            graph.output("result." + i, results.get(i));
        }
        return graph.build();
    }

    private static List<HostArray> evaluate(List<Tensor> inputs, List<Tensor> results, Map<String, HostArray> values) {
        return List.copyOf(
                ReferenceInterpreter.evaluate(graph(inputs, results), values).values());
    }

    private static List<Tensor> leaves(Object state, List<Tensor> into) {
        if (state instanceof Tensor tensor) {
            into.add(tensor);
            return into;
        }
        for (RecordComponent component : state.getClass().getRecordComponents()) {
            leaves(value(component, state), into);
        }
        return into;
    }

    @SuppressWarnings("unchecked") // The state has the structure of the example.
    private static <S> S rebuilt(S example, Iterator<Tensor> tensors) {
        if (example instanceof Tensor) {
            return (S) tensors.next();
        }
        RecordComponent[] components = example.getClass().getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> rebuilt(value(component, example), tensors))
                .toArray();
        try {
            return (S) example.getClass().getConstructors()[0].newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object value(RecordComponent component, Object state) {
        try {
            return component.getAccessor().invoke(state);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * The distribution of samples that are an affine function of their noise.
     *
     * @param mean the mean
     * @param covariance the covariance
     */
    public record Gaussian(double[] mean, double[][] covariance) {
        /** Returns the variance of samples of one coordinate. */
        public double variance() {
            return covariance[0][0];
        }
    }

    /**
     * Returns the distribution of vector samples, computed from zero noise and from each unit vector of noise. It is exact if samples are
     * an affine function of their noise.
     */
    public Gaussian distribution() {
        int d = sampler.event().dim(0);
        int requests = requestsInAStep();
        int sources = d * (1 + requests * sampler.steps());
        double[] x = run(sources + 1, (step, number, shape) -> {
                    double[] unit = new double[shape.size()];
                    int first = step == INIT ? 0 : d * (1 + step * requests + number);
                    for (int j = 0; j < d; j++) {
                        unit[(1 + first + j) * d + j] = 1;
                    }
                    return HostArray.wrap(shape, unit);
                })
                .toDoubles();
        double[] mean = Arrays.copyOf(x, d);
        double[][] covariance = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                for (int k = 1; k <= sources; k++) {
                    covariance[i][j] += (x[k * d + i] - mean[i]) * (x[k * d + j] - mean[j]);
                }
            }
        }
        return new Gaussian(mean, covariance);
    }

    /**
     * The distributions of coordinates that are affine functions of their own noise.
     *
     * @param mean the means
     * @param variance the variances
     */
    public record Marginals(double[] mean, double[] variance) {}

    /**
     * Returns the distribution of vector samples if the sampler treats every coordinate by itself, by the recursion of moments. A step x :=
     * a x + b + c z turns the mean m into a m + b and the variance v into a^2 v + c^2. A step is run with x = 0, x = 1, and with z = 1 for
     * each request of noise.
     */
    public static Marginals marginals(Sampler<Tensor> sampler) {
        int d = sampler.event().dim(0);
        int requests = of(sampler).requestsInAStep();
        Inputs initNoise = new Inputs();
        double[] begun = evaluate(
                        initNoise.inputs,
                        List.of(sampler.init(initNoise, 2, Context.none())),
                        initNoise.values((step, number, shape) -> ones(shape, 1), INIT))
                .get(0)
                .toDoubles();
        double[] mean = Arrays.copyOf(begun, d);
        double[] variance = new double[d];
        Arrays.setAll(variance, i -> Math.pow(begun[d + i] - begun[i], 2));
        Shape rows = sampler.event().prepend(2 + requests);
        Tensor state = Tensor.input("state", new TensorType(DType.F64, rows));
        List<Tensor> inputs = new ArrayList<>(List.of(state));
        for (int i = 0; i < sampler.coefficients(0).length; i++) {
            inputs.add(Tensor.input("number." + i, new TensorType(DType.F64, Shape.scalar())));
        }
        Inputs noise = new Inputs();
        StepInput input = new StepInput(inputs.subList(1, inputs.size()), noise, Context.none());
        Tensor next = sampler.step(state, input);
        inputs.addAll(noise.inputs);
        Graph graph = graph(inputs, List.of(next));
        for (int step = 0; step < sampler.steps(); step++) {
            Map<String, HostArray> values = noise.values((unused, number, shape) -> ones(shape, 2 + number), step);
            values.put("state", ones(rows, 1));
            double[] numbers = sampler.coefficients(step);
            for (int j = 0; j < numbers.length; j++) {
                values.put("number." + j, HostArray.scalar(DType.F64, numbers[j]));
            }
            advance(
                    mean,
                    variance,
                    List.copyOf(ReferenceInterpreter.evaluate(graph, values).values())
                            .get(0)
                            .toDoubles());
        }
        Graph result = graph(List.of(state), List.of(sampler.result(state, Context.none())));
        advance(
                mean,
                variance,
                List.copyOf(ReferenceInterpreter.evaluate(result, Map.of("state", ones(rows, 1)))
                                .values())
                        .get(0)
                        .toDoubles());
        return new Marginals(mean, variance);
    }

    private static HostArray ones(Shape shape, int row) {
        int d = shape.size() / shape.dim(0);
        double[] values = new double[shape.size()];
        Arrays.fill(values, row * d, (row + 1) * d, 1);
        return HostArray.wrap(shape, values);
    }

    /** Replaces moments by those after a step whose results for x = 0, for x = 1 and for each noise are given. */
    private static void advance(double[] mean, double[] variance, double... results) {
        int d = mean.length;
        for (int i = 0; i < d; i++) {
            double gain = results[d + i] - results[i];
            mean[i] = gain * mean[i] + results[i];
            variance[i] *= gain * gain;
            for (int k = 2; k < results.length / d; k++) {
                variance[i] += Math.pow(results[k * d + i] - results[i], 2);
            }
        }
    }

    private int requestsInAStep() {
        Inputs noise = new Inputs();
        S state = sampler.init(new Inputs(), 1, context(1));
        List<Tensor> numbers = new ArrayList<>();
        for (int i = 0; i < sampler.coefficients(0).length; i++) {
            numbers.add(Tensor.scalar(DType.F64, 1));
        }
        sampler.step(state, new StepInput(numbers, noise, context(1)));
        return noise.inputs.size();
    }
}
