package org.pushforward.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.pushforward.Stability;
import org.pushforward.backend.Backend;
import org.pushforward.data.Batch;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.Noise;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * A function of rows that uses the parameters of a model, such as a log density. Each call takes any number of rows.
 *
 * <p>It is compiled for the sizes of a {@link Ladder}, each on first use, so a new number of rows needs no compilation. Equal calls give
 * bitwise equal results. The result of a row in another batch agrees up to rounding. Thread-safe.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class RowFunction implements AutoCloseable {
    /** A function of rows in a graph; its results have the rows as their first axis. */
    @FunctionalInterface
    public interface Body {
        /** Returns the results for a batch. */
        List<Tensor> apply(Batch batch, Noise noise);
    }

    private record Compiled(RowProgram program, RowNoise noise) {}

    private final Backend backend;
    private final List<Parameter> parameters;
    private final ParameterValues values;
    private final Schema schema;
    private final Body body;
    private final Ladder ladder;
    private final Map<Integer, Compiled> programs = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private RowFunction(
            Backend backend,
            List<Parameter> parameters,
            ParameterValues values,
            Schema schema,
            Body body,
            Ladder ladder) {
        this.backend = backend;
        this.parameters = parameters;
        this.values = values;
        this.schema = schema;
        this.body = body;
        this.ladder = ladder;
    }

    /**
     * Returns a function that is not compiled yet.
     *
     * @param backend where it runs
     * @param parameters the parameters and buffers of the model
     * @param values their values
     * @param schema the columns that it takes
     * @param body the function
     * @param ladder the numbers of rows that it is compiled for
     */
    public static RowFunction of(
            Backend backend,
            List<Parameter> parameters,
            ParameterValues values,
            Schema schema,
            Body body,
            Ladder ladder) {
        return new RowFunction(backend, parameters, values, schema, body, ladder);
    }

    private Compiled compile(int size) {
        Map<String, Tensor> columns = new LinkedHashMap<>();
        schema.names().forEach(name -> columns.put(name, Tensor.input("column." + name, schema.rows(name, size))));
        RowNoise noise = new RowNoise("noise.", size);
        List<Tensor> results = body.apply(new Batch(columns), noise);
        List<Tensor> inputs = new ArrayList<>(columns.values());
        inputs.addAll(noise.inputs());
        return new Compiled(RowProgram.of(parameters, values, inputs, results).compile(backend), noise);
    }

    /**
     * Compiles the programs for the given number of rows now, instead of in the first call.
     *
     * @throws IllegalStateException if this is closed
     */
    public void prepare(int count) {
        ladder.parts(count).forEach(part -> compiled(part.size()));
    }

    private Compiled compiled(int size) {
        Compiled compiled = closed ? null : programs.computeIfAbsent(size, this::compile);
        if (closed) {
            // The function was closed before or during the compilation.
            close();
            throw new IllegalStateException("a function was used after close()");
        }
        return compiled;
    }

    /** Returns the results for some rows of a function that uses no noise. */
    public List<HostArray> apply(Rows rows) {
        return apply(rows, RandomKey.of(0));
    }

    /**
     * Returns the results, each of shape [count, ...]; floating-point results are float32.
     *
     * @param rows one or more rows
     * @param key the key of the noise; the noise of row k depends only on the key and on k
     * @throws IllegalArgumentException if there is no row, or a column is missing or of another type
     * @throws IllegalStateException if this is closed
     */
    public List<HostArray> apply(Rows rows, RandomKey key) {
        schema.checkFits("the input", rows.schema());
        if (rows.count() < 1) {
            throw new IllegalArgumentException("no rows: expected at least one");
        }
        List<List<HostArray>> parts = new ArrayList<>();
        for (Ladder.PaddedRun part : ladder.parts(rows.count())) {
            Compiled compiled = compiled(part.size());
            List<HostArray> inputs = new ArrayList<>();
            schema.names().forEach(name -> inputs.add(RowPadding.rows(rows.get(name), part)));
            inputs.addAll(compiled.noise().draw(key, part.from()));
            parts.add(compiled.program().apply(inputs).stream()
                    .map(result -> RowPadding.trim(result, part))
                    .toList());
        }
        List<HostArray> joined = new ArrayList<>();
        for (int i = 0; i < parts.get(0).size(); i++) {
            int result = i;
            joined.add(HostArray.concat(
                    parts.stream().map(part -> part.get(result)).toList()));
        }
        return joined;
    }

    /** Releases native memory. Closing twice does nothing. */
    @Override
    public void close() {
        closed = true;
        programs.values().forEach(each -> each.program().close());
    }
}
