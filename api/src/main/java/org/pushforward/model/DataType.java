package org.pushforward.model;

import org.pushforward.Stability;
import org.pushforward.data.DataSource;
import org.pushforward.data.Schema;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * The properties of the data that a family needs to build a model.
 *
 * @param schema the columns: {@value Schema#X}, and those that a model may be conditioned on
 * @param mean the mean of all elements of {@value Schema#X}
 * @param standardDeviation their standard deviation, positive
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record DataType(Schema schema, double mean, double standardDeviation) {
    private static final int DRAWN = 4096;

    /**
     * Checks the columns and the moments.
     *
     * @throws IllegalArgumentException if there is no column {@value Schema#X}, the moments are not finite, or the standard deviation is
     *     not positive
     */
    public DataType {
        schema.get(Schema.X);
        if (!Double.isFinite(mean) || !(standardDeviation > 0 && standardDeviation < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("data of mean " + mean + " and standard deviation " + standardDeviation
                    + ": expected finite numbers, and a positive deviation");
        }
    }

    /** Returns the type of standardized data with a single column. */
    public static DataType standard(Shape event) {
        return new DataType(Schema.of(event), 0, 1);
    }

    /** Returns the type of a source, with moments estimated from some of its rows. */
    public static DataType of(DataSource data) {
        HostArray x = data.draw(RandomKey.of(0), DRAWN).x();
        double mean = 0;
        for (double value : x.toDoubles()) {
            mean += value / x.size();
        }
        double square = 0;
        for (double value : x.toDoubles()) {
            square += (value - mean) * (value - mean) / x.size();
        }
        return new DataType(data.schema(), mean, Math.sqrt(square));
    }

    /** Returns the shape of one sample. */
    public Shape event() {
        return schema.get(Schema.X).shape();
    }

    /** Returns the columns that a model may be conditioned on. */
    public Schema context() {
        return schema.without(Schema.X);
    }
}
