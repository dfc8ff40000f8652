package org.pushforward.benchmark.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class StandInTest {
    private static final RandomKey KEY = RandomKey.of(11);

    private static double deviation(HostArray values) {
        double sum = 0;
        double squares = 0;
        for (double value : values.toDoubles()) {
            sum += value;
            squares += value * value;
        }
        double mean = sum / values.size();
        return Math.sqrt(squares / values.size() - mean * mean);
    }

    /** The preconditioning of the denoisers takes data of deviation 0.5; a tenth off is near enough for times. */
    @Test
    void dataHaveTheScaleThatDenoisersExpect() {
        assertThat(deviation(StandIn.moons().draw(KEY, 4000).x())).isCloseTo(0.5, within(0.05));
        assertThat(deviation(StandIn.fields(32).draw(KEY, 400).x())).isCloseTo(0.5, within(0.05));
    }

    @Test
    void imagesAreRowsOfGrayValues() {
        HostArray images = StandIn.images(28).draw(KEY, 3).x();

        assertThat(images.shape()).isEqualTo(Shape.of(3, 784));
        for (double value : images.toDoubles()) {
            assertThat(value).isBetween(0.0, 1.0);
        }
    }

    /** A linear interpolation passes through its knots' mean: a constant stays what it is, and neighbors are alike. */
    @Test
    void fieldsAreSmooth() {
        double[] row = StandIn.fields(32).draw(KEY, 1).x().toDoubles();
        double steps = 0;
        for (int i = 1; i < 32; i++) {
            steps = Math.max(steps, Math.abs(row[i] - row[i - 1]));
        }
        // A quarter of the difference of two knots: |N(0, 2 * 0.75^2)| exceeds 4.5 deviations once in 10^5.
        assertThat(steps).isLessThan(4.5 * Math.sqrt(2) * 0.75 / 4);
    }

    @Test
    void observationsAreWhatAnInstrumentSeesWithNoise() {
        StandIn seen = StandIn.moons().observed(Shape.of(2), points -> points, 0.1);
        HostArray truth = StandIn.moons().draw(KEY.fold("truth"), 5000).x();
        double[] observed = seen.draw(KEY, 5000).x().toDoubles();
        double squares = 0;
        for (int i = 0; i < observed.length; i++) {
            squares += (observed[i] - truth.get(i)) * (observed[i] - truth.get(i));
        }
        // The estimate of a deviation from n numbers is off by deviation / sqrt(2 n), here 7e-4; five of them.
        assertThat(Math.sqrt(squares / observed.length)).isCloseTo(0.1, within(3.5e-3));
    }
}
