package org.pushforward.zoo.data;

import org.pushforward.data.DataSource;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.prior.FieldSimulator;

/**
 * Rows of simulated fields, of shape [1, rows, columns]. Each draw makes new ones, so a model cannot memorize them.
 *
 * @param simulator draws the fields
 */
public record SimulatedFields(FieldSimulator simulator) implements DataSource {

    @Override
    public Schema schema() {
        return Schema.of(simulator.grid().shape().prepend(1));
    }

    @Override
    public Rows draw(RandomKey key, int count) {
        Shape shape = simulator.grid().shape().prepend(1).prepend(count);
        return Rows.of(simulator.sample(count, key).cast(DType.F32).reshape(shape));
    }
}
