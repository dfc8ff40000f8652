package org.pushforward.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

class SlicedDistanceTest {
    @Test
    void summarizesTheDirections() {
        SlicedDistance distance = SlicedDistance.of(2, new double[] {1, 4, 4, 7});

        assertThat(distance.order()).isEqualTo(2);
        assertThat(distance.directions()).isEqualTo(4);
        assertThat(distance.sliced()).isCloseTo(2, within(1e-15));
        assertThat(distance.maxSliced()).isCloseTo(Math.sqrt(7), within(1e-15));
        // The mean is 4 with error sqrt(6/4); its root moves by a quarter of that.
        assertThat(distance.standardError()).isCloseTo(Math.sqrt(1.5) / 4, within(1e-15));
    }

    @Test
    void equalSamplesAreAtDistanceZeroWithoutError() {
        SlicedDistance distance = SlicedDistance.of(2, new double[3]);

        assertThat(distance.sliced()).isZero();
        assertThat(distance.standardError()).isZero();
        assertThat(distance.maxSliced()).isZero();
    }

    @Test
    void standardErrorIsTheSpreadOverDraws() {
        int repeats = 400;
        double[] sliced = new double[repeats];
        double reported = 0;
        for (int i = 0; i < repeats; i++) {
            SlicedDistance distance = SlicedDistance.of(2, shiftAlong(Directions.uniform(RandomKey.of(i), 100, 5)));
            sliced[i] = distance.sliced();
            reported += distance.standardError() / repeats;
        }
        double mean = 0;
        double squares = 0;
        for (double value : sliced) {
            mean += value / repeats;
            squares += value * value / repeats;
        }

        assertThat(reported).isCloseTo(Math.sqrt(squares - mean * mean), within(0.15 * reported));
    }

    @Test
    void monteCarloMaximumFindsFarLessThanTheShiftInHighDimension() {
        // Two distributions that differ by a shift of length 1 are |<u, shift>| apart along u: the max-sliced distance
        // is 1.
        double inThePlane = SlicedDistance.of(2, shiftAlong(Directions.uniform(RandomKey.of(1), 1000, 2)))
                .maxSliced();
        double inHighDimension = SlicedDistance.of(2, shiftAlong(Directions.uniform(RandomKey.of(1), 1000, 64)))
                .maxSliced();

        assertThat(inThePlane).isBetween(0.999, 1 + 1e-12);
        assertThat(inHighDimension).isCloseTo(Math.sqrt(2 * Math.log(1000) / 64), within(0.07));
    }

    private static double[] shiftAlong(HostArray directions) {
        int dimension = directions.shape().dim(1);
        double[] powers = new double[directions.shape().dim(0)];
        for (int k = 0; k < powers.length; k++) {
            powers[k] = Math.pow(directions.get(k * dimension), 2);
        }
        return powers;
    }
}
