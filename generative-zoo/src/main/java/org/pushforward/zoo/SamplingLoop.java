package org.pushforward.zoo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.nn.FlatParameters;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.train.Cancellation;

/**
 * Draws samples: runs a sampler's steps on a backend, a batch at a time.
 *
 * <p>A step is one run; samples and parameters stay on the engine's side between steps. Sample k depends on the key and k
 * only, not on the size of a batch nor on how many samples are asked for. Not safe for use by several threads.
 */
public final class SamplingLoop implements AutoCloseable {
    private static final String SAMPLES = "samples";
    private static final String PARAMETERS = "parameters";
    private static final String COEFFICIENTS = "coefficients";
    private static final String NOISE = "noise";

    private final Sampler sampler;
    private final int batch;
    private final Cancellation cancellation;
    private final ModelFunction init;
    private final Optional<Executable> transition;
    private final Optional<ModelFunction> finish;

    private SamplingLoop(
            Sampler sampler,
            int batch,
            Cancellation cancellation,
            ModelFunction init,
            Optional<Executable> transition,
            Optional<ModelFunction> finish) {
        this.sampler = sampler;
        this.batch = batch;
        this.cancellation = cancellation;
        this.init = init;
        this.transition = transition;
        this.finish = finish;
    }

    /**
     * Compiles a sampler.
     *
     * @param backend where it runs
     * @param sampler the sampler
     * @param parameters the parameters of its model
     * @param values their values
     * @param batch the number of samples that are drawn at once
     * @param cancellation what asks for a stop between two steps
     */
    public static SamplingLoop compile(
            Backend backend,
            Sampler sampler,
            List<Parameter> parameters,
            ParameterValues values,
            int batch,
            Cancellation cancellation) {
        Map<String, Tensor> context = contextInputs(sampler, batch);
        Tensor noise = Tensor.input(NOISE, batchOf(batch, sampler.noiseShape()));
        TensorType sampleType = sampler.init(noise, context).type();
        ModelFunction init = once(backend, sampler, parameters, values, noise.type(), batch, sampler::init);
        Optional<Executable> transition = sampler.steps() == 0
                ? Optional.empty()
                : Optional.of(transition(backend, sampler, parameters, values, sampleType, batch));
        Tensor samples = Tensor.input(SAMPLES, sampleType);
        Optional<ModelFunction> finish = sampler.finish(samples, context) == samples
                ? Optional.empty()
                : Optional.of(once(backend, sampler, parameters, values, sampleType, batch, sampler::finish));
        return new SamplingLoop(sampler, batch, cancellation, init, transition, finish);
    }

    /** Compiles what comes once in a chain: a function of noise or samples, and of the context. */
    private static ModelFunction once(
            Backend backend,
            Sampler sampler,
            List<Parameter> parameters,
            ParameterValues values,
            TensorType type,
            int batch,
            BiFunction<Tensor, Map<String, Tensor>, Tensor> function) {
        List<TensorType> arguments = new ArrayList<>(List.of(type));
        sampler.context().values().forEach(shape -> arguments.add(batchOf(batch, shape)));
        return ModelFunction.compile(backend, parameters, values, arguments, in -> {
            Map<String, Tensor> context = new LinkedHashMap<>();
            sampler.context().keySet().forEach(name -> context.put(name, in.get(1 + context.size())));
            return List.of(function.apply(in.get(0), context));
        });
    }

    private static Map<String, Tensor> contextInputs(Sampler sampler, int batch) {
        Map<String, Tensor> context = new LinkedHashMap<>();
        sampler.context()
                .forEach((name, shape) -> context.put(name, Tensor.input("context." + name, batchOf(batch, shape))));
        return context;
    }

    private static Executable transition(
            Backend backend,
            Sampler sampler,
            List<Parameter> parameters,
            ParameterValues values,
            TensorType sampleType,
            int batch) {
        Tensor x = Tensor.input(SAMPLES, sampleType);
        int numbers = sampler.coefficients(0).length;
        Tensor coefficients = Tensor.input(COEFFICIENTS, TensorType.f32(numbers));
        List<Tensor> scalars = new ArrayList<>();
        for (int i = 0; i < numbers; i++) {
            scalars.add(coefficients.slice(0, i, i + 1).reshape(Shape.scalar()));
        }
        Tensor noise = Tensor.input(NOISE, sampleType);
        Map<String, Tensor> context = contextInputs(sampler, batch);
        Tensor next = sampler.step(x, new Sampler.Step(scalars, noise, context));

        FlatParameters flat = new FlatParameters(ModelFunction.used(parameters, List.of(next)));
        Tensor vector = Tensor.input(PARAMETERS, flat.type());
        Tensor bound =
                Rewrite.substitution(flat.views(vector)).apply(List.of(next)).get(0);
        Graph.Builder graph = Graph.builder()
                .inputs(coefficients)
                .inputs(sampler.isStochastic() ? List.of(noise) : List.of())
                .state(x, bound)
                .constants(List.of(vector))
                .constants(List.copyOf(context.values()));
        Executable executable = backend.compile(graph.build());
        executable.write(PARAMETERS, flat.pack(values));
        return executable;
    }

    /**
     * Returns samples of shape [count, ...].
     *
     * @throws CancellationException if a stop was asked for
     */
    public HostArray draw(RandomKey key, int count) {
        return draw(key, count, Map.of());
    }

    /**
     * Returns samples of shape [count, ...], each conditioned on its row of the context.
     *
     * @param key the key
     * @param count the number of samples
     * @param context for each name of the sampler's context, an array of shape [count, ...]
     * @throws IllegalArgumentException if the context is not what the sampler needs
     * @throws CancellationException if a stop was asked for
     */
    public HostArray draw(RandomKey key, int count, Map<String, HostArray> context) {
        check(count, context);
        RandomKey beginnings = key.fold("init");
        Shape noiseShape = batchOf(batch, sampler.noiseShape()).shape();
        return draw(count, context, first -> beginnings.normalRows(noiseShape, first), key.fold("steps"));
    }

    /**
     * Returns the samples that noise becomes, of shape [count, ...], each conditioned on its row of the context.
     *
     * @param noise from N(0, 1), of shape [count, ...]
     * @param context for each name of the sampler's context, an array of shape [count, ...]
     * @throws IllegalArgumentException if the noise or the context is not what the sampler needs, or its steps need noise too
     * @throws CancellationException if a stop was asked for
     */
    public HostArray push(HostArray noise, Map<String, HostArray> context) {
        if (sampler.isStochastic()) {
            throw new IllegalArgumentException(
                    "the steps of this sampler need noise of their own: draw(key, count) makes it");
        }
        int count = noise.shape().rank() == 0 ? 0 : noise.shape().dim(0);
        check(count, context);
        TensorType expected = batchOf(count, sampler.noiseShape());
        if (!noise.type().equals(expected)) {
            throw new IllegalArgumentException("noise: expected " + expected + ", not " + noise.type());
        }
        // No step asks for a key: the sampler is not stochastic.
        return draw(count, context, first -> rows(noise, first, count), RandomKey.of(0));
    }

    private HostArray draw(
            int count, Map<String, HostArray> context, IntFunction<HostArray> beginnings, RandomKey steps) {
        float[] samples = null;
        Shape rowShape = null;
        for (int first = 0; first < count; first += batch) {
            HostArray part = drawBatch(beginnings.apply(first), rowsOf(context, first, count), steps, first);
            int row = part.size() / batch;
            if (samples == null) {
                samples = new float[count * row];
                rowShape = part.shape();
            }
            part.floats().get(samples, first * row, Math.min(batch, count - first) * row);
        }
        return HostArray.wrap(rowShape.with(0, count), samples);
    }

    private void check(int count, Map<String, HostArray> context) {
        if (count < 1) {
            throw new IllegalArgumentException("count = " + count + " of samples: expected 1 or more");
        }
        if (!context.keySet().equals(sampler.context().keySet())) {
            throw new IllegalArgumentException("context " + context.keySet() + ": the sampler needs "
                    + sampler.context().keySet());
        }
        context.forEach((name, value) -> {
            TensorType expected = batchOf(count, sampler.context().get(name));
            if (!value.type().equals(expected)) {
                throw new IllegalArgumentException(
                        "context " + name + ": expected " + expected + ", not " + value.type());
            }
        });
    }

    /** Returns the rows of a batch, the last one filled up with copies of the last row. */
    private List<HostArray> rowsOf(Map<String, HostArray> context, int first, int count) {
        return sampler.context().keySet().stream()
                .map(name -> rows(context.get(name), first, count))
                .toList();
    }

    private HostArray rows(HostArray all, int first, int count) {
        HostArray rows = all.rows(first, Math.min(first + batch, count));
        int present = rows.shape().dim(0);
        if (present == batch) {
            return rows;
        }
        int row = rows.size() / present;
        float[] values = Arrays.copyOf(rows.toFloats(), batch * row);
        for (int k = present; k < batch; k++) {
            System.arraycopy(values, (present - 1) * row, values, k * row, row);
        }
        return HostArray.wrap(rows.shape().with(0, batch), values);
    }

    private HostArray drawBatch(HostArray noise, List<HostArray> context, RandomKey steps, int first) {
        HostArray samples = applied(init, noise, context);
        if (transition.isPresent()) {
            samples = stepped(transition.get(), samples, context, steps, first);
        }
        return finish.isPresent() ? applied(finish.get(), samples, context) : samples;
    }

    private static HostArray applied(ModelFunction function, HostArray x, List<HostArray> context) {
        List<HostArray> arguments = new ArrayList<>(List.of(x));
        arguments.addAll(context);
        return asF32(function.apply(arguments.toArray(HostArray[]::new)).get(0));
    }

    private HostArray stepped(
            Executable executable, HostArray beginning, List<HostArray> context, RandomKey steps, int first) {
        executable.write(SAMPLES, beginning);
        List<String> names = List.copyOf(sampler.context().keySet());
        for (int i = 0; i < names.size(); i++) {
            executable.write("context." + names.get(i), context.get(i));
        }
        for (int step = 0; step < sampler.steps(); step++) {
            if (cancellation.isRequested()) {
                throw new CancellationException("sampling was cancelled at step " + step + " of " + sampler.steps());
            }
            Map<String, HostArray> inputs = new LinkedHashMap<>();
            double[] numbers = sampler.coefficients(step);
            inputs.put(
                    COEFFICIENTS,
                    HostArray.wrap(Shape.of(numbers.length), numbers).cast(DType.F32));
            if (sampler.isStochastic()) {
                inputs.put(NOISE, steps.fold(step).normalRows(beginning.shape(), first));
            }
            executable.run(inputs);
        }
        return asF32(executable.read(SAMPLES));
    }

    /** The reference interpreter gives back float64. */
    private static HostArray asF32(HostArray value) {
        return value.cast(DType.F32);
    }

    private static TensorType batchOf(int batch, Shape shape) {
        int[] dims = new int[shape.rank() + 1];
        dims[0] = batch;
        System.arraycopy(shape.dims(), 0, dims, 1, shape.rank());
        return new TensorType(DType.F32, Shape.of(dims));
    }

    /** Releases native memory. Closing twice does nothing. */
    @Override
    public void close() {
        init.close();
        transition.ifPresent(Executable::close);
        finish.ifPresent(ModelFunction::close);
    }
}
