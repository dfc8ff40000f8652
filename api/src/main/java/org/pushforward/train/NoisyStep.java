package org.pushforward.train;

import org.pushforward.data.Batch;
import org.pushforward.data.DataSource;
import org.pushforward.graph.Tensor;
import org.pushforward.model.Step;

/** A step whose rows and noise come from outside the graph. */
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

    @Override
    public final int rows() {
        return rows;
    }

    @Override
    public final Batch batch() {
        return noise.batch(data);
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
