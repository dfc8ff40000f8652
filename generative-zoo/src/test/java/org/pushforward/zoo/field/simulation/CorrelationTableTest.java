package org.pushforward.zoo.field.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.field.covariance.Correlation;
import org.pushforward.zoo.field.covariance.Matern;

class CorrelationTableTest {
    private static final List<Correlation> CORRELATIONS = List.of(new Matern(0.5), new Matern(1), new Matern(5));

    /** From equal places over the ends of the table to where nothing is left. Entries are float32, with errors of 6e-8. */
    @Test
    void correlationsAreThoseOfTheirKind() {
        double[] distances = DoubleStream.concat(
                        DoubleStream.of(0, 1e-9, 9.9e-7, 1.01e-6, 99.9, 100.1, 1e9),
                        DoubleStream.iterate(1e-4, h -> h < 60, h -> 1.37 * h))
                .toArray();
        int count = distances.length;
        double[] squares = new double[3 * count];
        for (int i = 0; i < squares.length; i++) {
            squares[i] = distances[i % count] * distances[i % count];
        }
        Tensor h = Tensor.input("h", new TensorType(DType.F32, Shape.of(3, count)));
        Tensor kinds = Tensor.constant(HostArray.wrap(Shape.of(3), new long[] {2, 0, 1}));
        double[] actual = new Oracle()
                .with(h, HostArray.wrap(h.shape(), squares))
                .evaluate(new CorrelationTable(CORRELATIONS).ofSquares(kinds, h));
        for (int i = 0; i < actual.length; i++) {
            Correlation correlation = CORRELATIONS.get(new int[] {2, 0, 1}[i / count]);
            assertThat(actual[i])
                    .as("%s at %s", correlation, distances[i % count])
                    .isCloseTo(correlation.at(distances[i % count]), within(1.1e-6));
        }
    }
}
