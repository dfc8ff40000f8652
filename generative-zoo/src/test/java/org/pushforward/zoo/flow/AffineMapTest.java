package org.pushforward.zoo.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.distribution.Bijector;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Compares the affine map with its formula; invertibility alone would hold for every scale. */
class AffineMapTest {
    @Test
    void scalesAreSoftlyBounded() {
        double[] raw = {0.7, -30};
        double[] shift = {-1.5, 4};
        double[] x = {0.6, 2};
        Tensor parameters = Tensor.constant(HostArray.of(Shape.of(1, 4), raw[0], raw[1], shift[0], shift[1]));
        Bijector.Image image = new AffineMap().forward(Tensor.constant(HostArray.of(Shape.of(1, 2), x)), parameters);
        List<HostArray> results = new Oracle().arrays(List.of(image.value(), image.logAbsDet()));
        double sum = 0;
        for (int j = 0; j < 2; j++) {
            double s = 2 * Math.tanh(raw[j] / 2);
            assertThat(results.get(0).get(0, j)).isCloseTo(x[j] * Math.exp(s) + shift[j], within(1e-12));
            sum += s;
        }
        assertThat(results.get(1).get(0)).isCloseTo(sum, within(1e-12));
    }
}
