package org.pushforward.train;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.pushforward.data.Batch;
import org.pushforward.data.DataSource;
import org.pushforward.data.TracedRows;
import org.pushforward.graph.Tensor;
import org.pushforward.model.Step;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/** A step whose rows and noise are inputs of the graph. */
abstract sealed class NoisyStep implements Step permits FirstStep, TracedStep {
    /** What is drawn on the host: rows, or the ingredients of rows that the graph computes. */
    private final DataSource drawn;

    private final UnaryOperator<Batch> computed;
    private final int rows;
    private final NoiseInputs noise;

    NoisyStep(DataSource data, int rows) {
        Optional<TracedRows> traced = data.traced();
        this.drawn = traced.map(TracedRows::ingredients).orElse(data);
        this.computed = traced.map(TracedRows::rows).orElse(UnaryOperator.identity());
        this.rows = rows;
        this.noise = new NoiseInputs(rows);
    }

    final NoiseInputs noise() {
        return noise;
    }

    /** Draws the values of all random inputs. */
    final Map<String, HostArray> draw(RandomKey key) {
        return noise.draw(key, drawn);
    }

    @Override
    public final int rows() {
        return rows;
    }

    @Override
    public final Batch batch() {
        return computed.apply(noise.batch(drawn.schema()));
    }

    @Override
    public final Tensor normal(int... dims) {
        return noise.normal(dims);
    }

    @Override
    public final Tensor uniform(int... dims) {
        return noise.uniform(dims);
    }
}
