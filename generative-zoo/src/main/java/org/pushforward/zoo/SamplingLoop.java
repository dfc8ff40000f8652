package org.pushforward.zoo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Rewrite;
import org.pushforward.graph.Tensor;
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

    private SamplingLoop(
            Sampler sampler,
            int batch,
            Cancellation cancellation,
            ModelFunction init,
            Optional<Executable> transition) {
        this.sampler = sampler;
        this.batch = batch;
        this.cancellation = cancellation;
        this.init = init;
        this.transition = transition;
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
        List<String> names = List.copyOf(sampler.context().keySet());
        List<TensorType> arguments = new ArrayList<>();
        arguments.add(batchOf(batch, sampler.noiseShape()));
        names.forEach(name -> arguments.add(batchOf(batch, sampler.context().get(name))));
        TensorType[] sampleType = new TensorType[1];
        ModelFunction init = ModelFunction.compile(backend, parameters, values, arguments, in -> {
            Map<String, Tensor> context = new LinkedHashMap<>();
            names.forEach(name -> context.put(name, in.get(1 + context.size())));
            Tensor x = sampler.init(in.get(0), context);
            sampleType[0] = x.type();
            return List.of(x);
        });
        Optional<Executable> transition = sampler.steps() == 0
                ? Optional.empty()
                : Optional.of(transition(backend, sampler, parameters, values, sampleType[0], batch));
        return new SamplingLoop(sampler, batch, cancellation, init, transition);
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
        Map<String, Tensor> context = new LinkedHashMap<>();
        sampler.context()
                .forEach((name, shape) -> context.put(name, Tensor.input("context." + name, batchOf(batch, shape))));
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
        float[] samples = null;
        Shape rowShape = null;
        for (int first = 0; first < count; first += batch) {
            HostArray part = drawBatch(key, first, rowsOf(context, first, count));
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
                .map(name -> padded(context.get(name).rows(first, Math.min(first + batch, count))))
                .toList();
    }

    private HostArray padded(HostArray rows) {
        int present = rows.shape().dim(0);
        int row = rows.size() / present;
        float[] values = Arrays.copyOf(rows.toFloats(), batch * row);
        for (int k = present; k < batch; k++) {
            System.arraycopy(values, (present - 1) * row, values, k * row, row);
        }
        return HostArray.wrap(rows.shape().with(0, batch), values);
    }

    private HostArray drawBatch(RandomKey key, int first, List<HostArray> context) {
        Shape noiseShape = batchOf(batch, sampler.noiseShape()).shape();
        List<HostArray> arguments = new ArrayList<>();
        arguments.add(key.fold("init").normalRows(noiseShape, first));
        arguments.addAll(context);
        HostArray beginning = init.apply(arguments.toArray(HostArray[]::new)).get(0);
        if (transition.isEmpty()) {
            return asF32(beginning);
        }
        Executable executable = transition.get();
        executable.write(SAMPLES, asF32(beginning));
        List<String> names = List.copyOf(sampler.context().keySet());
        for (int i = 0; i < names.size(); i++) {
            executable.write("context." + names.get(i), context.get(i));
        }
        RandomKey steps = key.fold("steps");
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
    }
}
