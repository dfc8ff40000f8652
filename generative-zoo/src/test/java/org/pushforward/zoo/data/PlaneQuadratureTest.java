package org.pushforward.zoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class PlaneQuadratureTest {
    /** The measure with log-density log 2 everywhere. */
    private static final class Constant implements ToyDistribution {
        @Override
        public String name() {
            return "constant";
        }

        @Override
        public double logDensity(double x, double y) {
            return Math.log(2);
        }

        @Override
        public double expectedLogDensity() {
            return Math.log(2);
        }

        @Override
        public HostArray points(RandomKey key, int count) {
            return HostArray.wrap(Shape.of(count, 2), new float[2 * count]);
        }
    }

    @Test
    void theSumTakesAllNodesOfTheSquareAndRoundsItsSideUp() {
        // Nodes at -1, -0.5, ..., 1 along both axes, and three to each side if one step does not quite reach.
        assertThat(PlaneQuadrature.expectedLogDensity(new Constant(), 1, 0.5))
                .isCloseTo(25 * 0.25 * 2 * Math.log(2), within(1e-12));
        assertThat(PlaneQuadrature.expectedLogDensity(new Constant(), 1.1, 0.5))
                .isCloseTo(49 * 0.25 * 2 * Math.log(2), within(1e-12));
    }
}
