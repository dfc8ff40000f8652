package org.pushforward.distribution;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.data.DataSource;
import org.pushforward.data.Dataset;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.random.RandomKey;
import org.pushforward.settings.ChosenBy;
import org.pushforward.settings.Kind;
import org.pushforward.tensor.HostArray;

/**
 * A transform of the column named {@value Schema#X} for a model, fitted only to training rows.
 *
 * <p>A trained model keeps the fitted transform. Its samples are in the units of the data, and its log densities account for the change of
 * volume.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public interface Preprocessing {

    /** The number of rows to draw for fitting if there are no recorded ones. */
    int DRAWN = 4096;

    /**
     * Fits the transform to values.
     *
     * @param x of shape [n, ...], at least one row
     * @throws IllegalArgumentException if a value is outside the domain; the message names it
     */
    Fitted fit(HostArray x);

    /** Fits the transform to recorded rows, or to drawn rows if the source has none. */
    default Fitted fit(DataSource data, RandomKey key) {
        return fit(data.recorded().orElseGet(() -> data.draw(key, DRAWN)).x());
    }

    /**
     * Returns this preprocessing of {@value Schema#X}, with another one for columns of the context.
     *
     * @param columns the names of the columns of the context
     * @param each the preprocessing that is fitted to each of them
     */
    default Preprocessing withContext(List<String> columns, Preprocessing each) {
        return columns.isEmpty() ? this : new ContextPreprocessing(this, columns, each);
    }

    /** Returns the preprocessing that fits this transform first, and then another one to its results. */
    default Preprocessing then(Preprocessing next) {
        return x -> {
            Fitted first = fit(x);
            return new Composed(first, next.fit(first.forward(x)));
        };
    }

    /** Returns no preprocessing. */
    static Preprocessing none() {
        return new Preprocessing() {
            @Override
            public Fitted fit(HostArray x) {
                return new Identity();
            }

            @Override
            public Fitted fit(DataSource data, RandomKey key) {
                return new Identity();
            }
        };
    }

    /** Returns standardization: it maps each coordinate to mean 0 and standard deviation 1. */
    static Preprocessing standardize() {
        return Standardization::fit;
    }

    /**
     * Returns robust scaling: it maps each coordinate to median 0 and the interquartile range of the standard normal
     * distribution.
     */
    static Preprocessing robustScale() {
        return RobustScaling::fit;
    }

    /**
     * Returns dequantization: it maps integers from 0 to {@code levels} (exclusive) to (0, 1), with noise in training.
     */
    static Preprocessing dequantize(int levels) {
        return x -> Dequantization.fit(x, levels);
    }

    /** Returns the log transform, log(x + offset). */
    static Preprocessing log(double offset) {
        return x -> LogTransform.fit(x, offset);
    }

    /** Returns the logit transform of an interval, log((x - low) / (high - x)). */
    static Preprocessing logit(double low, double high) {
        return x -> LogitTransform.fit(x, low, high);
    }

    /** A fitted elementwise transform. Immutable. */
    @ChosenBy("kind")
    sealed interface Fitted
            permits Identity,
                    Standardization,
                    RobustScaling,
                    LogTransform,
                    LogitTransform,
                    Dequantization,
                    Composed,
                    ColumnTransforms {

        /**
         * Transforms a value for the model.
         *
         * @param value a value of the data
         * @param coordinate its position in the row
         */
        double forward(double value, int coordinate);

        /** Transforms a value of the model back to the data. */
        double inverse(double value, int coordinate);

        /** Returns log |d forward / d value|. */
        double logDerivative(double value, int coordinate);

        /** Transforms values for the model, with the same shape, as float32. */
        default HostArray forward(HostArray x) {
            return map(x, this::forward);
        }

        /** Transforms values of the model back to the data, as float32. */
        default HostArray inverse(HostArray z) {
            return map(z, this::inverse);
        }

        /** Returns the sum of log |d forward / d value| over each row. */
        default double[] logAbsDet(HostArray x) {
            int rows = x.shape().dim(0);
            int row = rows == 0 ? 0 : x.size() / rows;
            double[] sums = new double[rows];
            for (int i = 0; i < x.size(); i++) {
                sums[i / row] += logDerivative(x.get(i), i % row);
            }
            return sums;
        }

        /** Returns rows of a context, transformed for the model. */
        default Rows context(Rows rows) {
            return rows;
        }

        /** Returns rows with a transformed column {@value Schema#X}. */
        default Rows apply(Rows rows) {
            return rows.with(Schema.X, forward(rows.x()));
        }

        /** Returns a source with a transformed column {@value Schema#X}. */
        default DataSource applied(DataSource data) {
            return data instanceof Dataset recorded
                    ? new Dataset(apply(recorded.rows()))
                    : new AppliedSource(this, data);
        }

        private static HostArray map(HostArray x, ElementMap map) {
            int rows = x.shape().dim(0);
            int row = rows == 0 ? 0 : x.size() / rows;
            float[] values = new float[x.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) map.apply(x.get(i), i % row);
            }
            return HostArray.wrap(x.shape(), values);
        }
    }

    /** A function of a value and its position in a row. */
    @FunctionalInterface
    interface ElementMap {
        /** Returns the function's value. */
        double apply(double value, int coordinate);
    }

    /** The identity. */
    @Kind("none")
    record Identity() implements Fitted {
        @Override
        public double forward(double value, int coordinate) {
            return value;
        }

        @Override
        public double inverse(double value, int coordinate) {
            return value;
        }

        @Override
        public double logDerivative(double value, int coordinate) {
            return 0;
        }

        @Override
        public HostArray forward(HostArray x) {
            return x;
        }

        @Override
        public HostArray inverse(HostArray z) {
            return z;
        }

        @Override
        public Rows apply(Rows rows) {
            return rows;
        }

        @Override
        public DataSource applied(DataSource data) {
            return data;
        }
    }

    /**
     * The composition of two transforms.
     *
     * @param first the transform that is applied to the data
     * @param second the transform that is applied to its result
     */
    @Kind("composed")
    record Composed(Fitted first, Fitted second) implements Fitted {
        @Override
        public double forward(double value, int coordinate) {
            return second.forward(first.forward(value, coordinate), coordinate);
        }

        @Override
        public double inverse(double value, int coordinate) {
            return first.inverse(second.inverse(value, coordinate), coordinate);
        }

        @Override
        public double logDerivative(double value, int coordinate) {
            return first.logDerivative(value, coordinate)
                    + second.logDerivative(first.forward(value, coordinate), coordinate);
        }

        @Override
        public DataSource applied(DataSource data) {
            return second.applied(first.applied(data));
        }
    }
}
