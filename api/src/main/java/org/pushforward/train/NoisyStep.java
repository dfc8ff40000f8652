package org.pushforward.train;

import java.util.Map;
import org.pushforward.data.Batch;
import org.pushforward.data.DataSource;
import org.pushforward.graph.Tensor;
import org.pushforward.model.Step;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/** A step whose rows and noise are inputs of the graph. */
abstract sealed class NoisyStep implements Step permits FirstStep, TracedStep {
    private final DataSource data;
    private final int rows;
    private final NoiseInputs noise;

    NoisyStep(DataSource data, int rows) {
        this.data = data;
        this.rows = rows;
        this.noise = new NoiseInputs(rows);
    }

    final NoiseInputs noise() {
        return noise;
    }

    /** Draws the values of all random inputs. */
    final Map<String, HostArray> draw(RandomKey key) {
        return noise.draw(key, data);
    }

    @Override
    public final int rows() {
        return rows;
    }

    @Override
    public final Batch batch() {
        return noise.batch(data.schema());
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
