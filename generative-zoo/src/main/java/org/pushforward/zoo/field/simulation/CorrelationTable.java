package org.pushforward.zoo.field.simulation;

import java.util.List;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.covariance.Correlation;

/**
 * Correlations in a graph, by linear interpolation in log h^2 between {@value #STEPS} steps of 0.45 %. The error is below 1e-6. A graph
 * thus needs no Bessel functions, and each field may have another correlation.
 */
final class CorrelationTable {
    /** The correlation is taken as constant below the first squared distance and above the second. */
    private static final double NEAREST = 1e-12;

    private static final double FARTHEST = 1e4;
    private static final int STEPS = 8192;
    private static final double START = Math.log(NEAREST);
    private static final double STEP = (Math.log(FARTHEST) - START) / STEPS;

    /** The correlations at the ends of the steps, one correlation after the other. */
    private final Tensor values;
    /** Their increments to the next. */
    private final Tensor increments;

    CorrelationTable(List<Correlation> correlations) {
        int length = STEPS + 1;
        float[] each = new float[correlations.size() * length];
        float[] next = new float[each.length];
        for (int kind = 0; kind < correlations.size(); kind++) {
            double value = at(correlations.get(kind), 0);
            for (int k = 0; k < length; k++) {
                double after = at(correlations.get(kind), k + 1);
                each[kind * length + k] = (float) value;
                next[kind * length + k] = (float) (after - value);
                value = after;
            }
        }
        values = Tensor.constant(HostArray.wrap(Shape.of(each.length), each));
        increments = Tensor.constant(HostArray.wrap(Shape.of(each.length), next));
    }

    private static double at(Correlation correlation, int k) {
        return correlation.at(Math.exp((START + k * STEP) / 2));
    }

    /**
     * Returns the correlations at squares of scaled distances.
     *
     * @param kinds the number of the correlation of each row, int64, [n]
     * @param squares h^2, [n, ...]
     */
    Tensor ofSquares(Tensor kinds, Tensor squares) {
        // An engine's logarithm may be rounded to just below the start.
        Tensor at = squares.max(NEAREST)
                .min(FARTHEST)
                .log()
                .sub(START)
                .div(STEP)
                .max(0)
                .min(STEPS);
        Tensor below = at.floor();
        Tensor starts =
                kinds.mul(STEPS + 1L).reshape(squares.shape().perRow().dims()).broadcastTo(squares.shape());
        Tensor positions =
                below.cast(DType.I64).add(starts).reshape(squares.shape().size());
        Tensor value = values.gather(0, positions).reshape(squares.shape());
        Tensor step = increments.gather(0, positions).reshape(squares.shape());
        return value.add(at.sub(below).mul(step));
    }
}
