package org.pushforward.sample;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.data.Context;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * A sampler compiled for a fixed number of rows: programs for its initial state, its step and its result. A step is one run, and the state
 * and the parameters stay in the engine. Not thread-safe.
 */
final class SamplingProgram<S> implements AutoCloseable {
    private static final String NUMBERS = "numbers";

    private final Sampler<S> sampler;
    private final List<String> contextNames;
    private final RowNoise initNoise;
    private final RowNoise stepNoise;
    private final List<Tensor> stateInputs = new ArrayList<>();
    private final RowProgram init;
    private final Optional<Executable> transition;
    private final Optional<RowProgram> result;
    private final List<Runnable> closing = new ArrayList<>();

    private SamplingProgram(
            Backend backend, Sampler<S> sampler, List<Parameter> parameters, ParameterValues values, int rows) {
        this.sampler = sampler;
        this.initNoise = new RowNoise("init.", rows);
        this.stepNoise = new RowNoise("noise.", rows);
        this.contextNames = List.copyOf(sampler.context().names());
        Map<String, Tensor> given = new LinkedHashMap<>();
        contextNames.forEach(name -> given.put(
                name, Tensor.input("context." + name, sampler.context().rows(name, rows))));
        Context context = new Context(given);

        // Trace everything first, so that errors are found before anything is compiled.
        S begun = sampler.init(initNoise, rows, context);
        StateStructure structure = StateStructure.of(begun);
        List<Tensor> leaves = structure.leaves();
        for (Tensor leaf : leaves) {
            stateInputs.add(Tensor.input("state." + stateInputs.size(), leaf.type()));
        }
        boolean chain = sampler.steps() > 0;
        @SuppressWarnings("unchecked") // The state has the structure of the sampler's state.
        S state = chain ? (S) structure.with(stateInputs) : begun;
        Optional<BoundGraph> step =
                chain ? Optional.of(transition(parameters, values, structure, state, context)) : Optional.empty();
        Tensor samples = checked(sampler.result(state, context), rows);
        // A sampler without steps is one program: the result of its initial state.
        RowProgram.TracedRowFunction beginning = RowProgram.of(
                parameters, values, joined(initNoise.inputs(), given.values()), chain ? leaves : List.of(samples));
        Optional<RowProgram.TracedRowFunction> end = chain && samples != stateInputs.get(0)
                ? Optional.of(RowProgram.of(parameters, values, joined(stateInputs, given.values()), List.of(samples)))
                : Optional.empty();
        try {
            this.init = opened(beginning.compile(backend), RowProgram::close);
            this.transition = step.map(graph -> opened(graph.compile(backend), Executable::close));
            this.result = end.map(traced -> opened(traced.compile(backend), RowProgram::close));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private <T> T opened(T program, Consumer<T> close) {
        closing.add(() -> close.accept(program));
        return program;
    }

    static <S> SamplingProgram<S> compile(
            Backend backend, Sampler<S> sampler, List<Parameter> parameters, ParameterValues values, int rows) {
        return new SamplingProgram<>(backend, sampler, parameters, values, rows);
    }

    private Tensor checked(Tensor samples, int rows) {
        if (!samples.shape().equals(sampler.event().prepend(rows))) {
            throw new IllegalArgumentException("the sampler gives samples of type " + samples.type() + " for " + rows
                    + " rows: expected rows of its event's shape " + sampler.event());
        }
        return samples;
    }

    private BoundGraph transition(
            List<Parameter> parameters, ParameterValues values, StateStructure structure, S state, Context context) {
        int count = sampler.coefficients(0).length;
        Tensor numbers = Tensor.input(NUMBERS, TensorType.f32(count));
        List<Tensor> scalars = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            scalars.add(numbers.slice(0, i, i + 1).reshape(Shape.scalar()));
        }
        S next = sampler.step(state, new StepInput(scalars, stepNoise, context));
        structure.checkSame("step() of " + sampler.getClass().getSimpleName(), next);
        return BoundGraph.of(parameters, values, StateStructure.of(next).leaves(), (graph, bound) -> {
            graph.inputs(numbers).inputs(stepNoise.inputs());
            for (int i = 0; i < stateInputs.size(); i++) {
                graph.state(stateInputs.get(i), bound.get(i));
            }
            List<Tensor> given = List.copyOf(context.values().values());
            graph.constants(given);
            // By the contract of samplers, the first axis of each tensor counts the rows.
            graph.batched(stateInputs).batched(stepNoise.inputs()).batched(given);
        });
    }

    /** Returns whether steps use noise. */
    boolean isStochastic() {
        return !stepNoise.inputs().isEmpty();
    }

    /** Draws the noise of the initial state for some rows. */
    List<HostArray> initialNoise(RandomKey key, int firstRow) {
        return initNoise.draw(key, firstRow);
    }

    /** Returns the types of the noise of the initial state. */
    List<TensorType> initialNoiseTypes() {
        return initNoise.inputs().stream().map(Tensor::type).toList();
    }

    /**
     * Draws the samples of a batch.
     *
     * @param noise the noise of the initial state
     * @param context the context values of the rows, in order
     * @param steps the key of the noise of steps
     * @param firstRow the number of the first row
     * @param cancelled returns whether to stop
     * @throws CancellationException if a stop was requested
     */
    HostArray run(
            List<HostArray> noise, List<HostArray> context, RandomKey steps, int firstRow, BooleanSupplier cancelled) {
        List<HostArray> state = init.apply(joined(noise, context));
        if (transition.isEmpty()) {
            return state.get(0);
        }
        List<HostArray> last = stepped(transition.get(), state, context, steps, firstRow, cancelled);
        return result.isPresent() ? result.get().apply(joined(last, context)).get(0) : last.get(0);
    }

    private List<HostArray> stepped(
            Executable executable,
            List<HostArray> beginning,
            List<HostArray> context,
            RandomKey steps,
            int firstRow,
            BooleanSupplier cancelled) {
        for (int i = 0; i < beginning.size(); i++) {
            executable.write(RowProgram.nameOf(stateInputs.get(i)), typed(beginning.get(i), stateInputs.get(i)));
        }
        for (int i = 0; i < contextNames.size(); i++) {
            executable.write("context." + contextNames.get(i), context.get(i));
        }
        for (int step = 0; step < sampler.steps(); step++) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("sampling was canceled at step " + step + " of " + sampler.steps());
            }
            Map<String, HostArray> inputs = new LinkedHashMap<>();
            double[] numbers = sampler.coefficients(step);
            inputs.put(
                    NUMBERS, HostArray.wrap(Shape.of(numbers.length), numbers).cast(DType.F32));
            List<HostArray> fresh = stepNoise.draw(steps.fold(step), firstRow);
            for (int i = 0; i < fresh.size(); i++) {
                inputs.put(RowProgram.nameOf(stepNoise.inputs().get(i)), fresh.get(i));
            }
            executable.run(inputs);
        }
        List<HostArray> last = new ArrayList<>();
        stateInputs.forEach(input -> last.add(typed(executable.read(RowProgram.nameOf(input)), input)));
        return last;
    }

    /** Casts a value to the type of an input, since the interpreter returns float64. */
    private static HostArray typed(HostArray value, Tensor input) {
        return value.cast(input.dtype());
    }

    private static <T> List<T> joined(Collection<T> first, Collection<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
    }
}
