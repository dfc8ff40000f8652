package org.pushforward.zoo.data;

import java.util.Optional;
import org.pushforward.data.DataSource;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.data.TracedRows;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.prior.FieldSimulator;

/**
 * Rows of simulated fields, of shape [1, rows, columns]. Each draw makes new ones, so a model cannot memorize them. On grids of up to
 * 64 x 64 cells, training simulates them in the graph of its step.
 *
 * @param simulator draws the fields
 */
public record SimulatedFields(FieldSimulator simulator) implements DataSource {
    /** On larger grids the fast Fourier transforms of the host take less time than matrix products. */
    private static final int LARGEST = 64;

    @Override
    public Schema schema() {
        return Schema.of(simulator.grid().shape().prepend(1));
    }

    @Override
    public Rows draw(RandomKey key, int count) {
        Shape shape = simulator.grid().shape().prepend(1).prepend(count);
        return Rows.of(simulator.sample(count, key).cast(DType.F32).reshape(shape));
    }

    @Override
    public Optional<TracedRows> traced() {
        Grid grid = simulator.grid();
        return Math.max(grid.rows(), grid.columns()) <= LARGEST ? Optional.of(simulator.traced()) : Optional.empty();
    }
}
