package org.pushforward.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Pooling and resampling on the oracle, against numbers worked out by hand and by an independent library. */
class ImagesTest {
    private final Oracle oracle = new Oracle();

    private static Tensor image(int height, int width, double... pixels) {
        return Tensor.constant(HostArray.of(Shape.of(1, 1, height, width), pixels));
    }

    @Test
    void poolingTakesEachWindow() {
        Tensor x = image(3, 4, 1, 2, 3, 4, 8, 7, 6, 5, 9, 0, 11, 10);
        assertThat(oracle.evaluate(Pooling.max(x, 2, 1))).containsExactly(8, 7, 6, 9, 11, 11);
        assertThat(oracle.evaluate(Pooling.max(x, 2, 2))).containsExactly(8, 6);
        assertThat(oracle.evaluate(Pooling.average(x, 2, 2))).containsExactly(4.5, 4.5);
        assertThat(oracle.evaluate(Pooling.average(x, 3, 1)))
                .containsExactly(new double[] {47 / 9.0, 48 / 9.0}, within(1e-14));
        assertThat(oracle.evaluate(Pooling.max(x, 1, 3))).containsExactly(1, 4);
    }

    @Test
    void poolingIsDifferentiable() {
        Tensor x = oracle.input("x", 2, 3, 5, 4);
        oracle.checkSlopes(Pooling.max(x, 3, 2));
        oracle.checkSlopes(Pooling.average(x, 2, 1));
    }

    @Test
    void tiedMaximaShareTheDerivative() {
        Tensor x = oracle.input("x", 1, 1, 2, 2);
        oracle.with(x, HostArray.of(x.shape(), 1.0, 1.0, 0.0, 1.0));
        double[] slope = oracle.evaluate(Gradients.of(Pooling.max(x, 2, 2).sum(), x));
        assertThat(slope[2]).isZero();
        assertThat(slope[0] + slope[1] + slope[3]).isEqualTo(1);
    }

    @Test
    void poolingRefusesWhatDoesNotFit() {
        Tensor x = image(1, 2, 0, 0);
        assertThatThrownBy(() -> Pooling.max(x, 2, 1)).hasMessageContaining("1 or less on axis 2");
        assertThatThrownBy(() -> Pooling.average(x, 0, 1)).hasMessageContaining("window=0");
        assertThatThrownBy(() -> Pooling.average(x.reshape(2), 1, 1)).hasMessageContaining("height, width");
    }

    @Test
    void nearestRepeatsPixels() {
        Tensor y = Resampling.nearest(image(1, 2, 3, 4), 2);
        assertThat(oracle.evaluate(y)).containsExactly(3, 3, 4, 4, 3, 3, 4, 4);
        oracle.checkSlopes(Resampling.nearest(oracle.input("x", 2, 1, 3, 2), 3));
        Tensor x = oracle.input("z", 2, 3, 4, 2);
        assertThat(oracle.evaluate(Pooling.average(Resampling.nearest(x, 2), 2, 2)))
                .containsExactly(oracle.evaluate(x), within(1e-15));
    }

    @Test
    void bilinearInterpolatesBetweenCenters() {
        Tensor x = image(2, 3, 0, 1, 4, 9, 16, 25);
        double[] expected = {0, 0.4, 1, 2.8, 4, 4.5, 6.1, 8.5, 12.1, 14.5, 9, 11.8, 16, 21.4, 25};
        assertThat(oracle.evaluate(Resampling.bilinear(x, 3, 5))).containsExactly(expected, within(1e-13));
        assertThat(oracle.evaluate(Resampling.bilinear(x, 1, 2)))
                .containsExactly(new double[] {5.5, 13}, within(1e-13));
        Tensor z = oracle.input("z", 2, 3, 4, 5);
        Tensor y = Resampling.bilinear(z, 7, 3);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 3, 7, 3));
        oracle.checkSlopes(y);
        assertThat(Resampling.bilinear(z, 4, 5).shape()).isEqualTo(z.shape());
    }

    /** A linear ramp stays linear away from the edge. */
    @Test
    void bilinearInterpolationKeepsARamp() {
        double[] wide = oracle.evaluate(Resampling.bilinear(image(1, 4, 0, 1, 2, 3), 1, 8));
        assertThat(wide).containsExactly(new double[] {0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3}, within(1e-14));
    }
}
