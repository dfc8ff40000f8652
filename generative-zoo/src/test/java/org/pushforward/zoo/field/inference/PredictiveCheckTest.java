package org.pushforward.zoo.field.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.CovarianceFamily;
import org.pushforward.zoo.field.covariance.Exponential;
import org.pushforward.zoo.field.covariance.Structure;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.simulation.PointSampler;

class PredictiveCheckTest {
    private static final CovarianceFamily FAMILY = CovarianceFamily.of(new Exponential());
    private static final Hyperprior PRIOR =
            new Hyperprior(FAMILY.parameters(), new double[] {4, 3}, new double[] {0.5, 0.5});
    private static final Grid GRID = Grid.of(5, 6);

    private static List<PredictiveCheck> checks(double range, double unit) {
        double[] values = PointSampler.of(Structure.of(new Exponential(), 4, range), GRID.places())
                .sample(1, RandomKey.of(1))
                .toDoubles();
        Measurements gauges = Measurements.of(
                GRID.places(), Arrays.stream(values).map(v -> unit * v).toArray());
        return PredictiveCheck.of(Likelihood.restricted(FAMILY, Trend.constant(), gauges), PRIOR, 400, RandomKey.of(2));
    }

    @Test
    void gaugesDrawnFromTheHyperpriorAreNotSurprising() {
        assertThat(checks(3, 1)).noneMatch(PredictiveCheck::isSurprising);
    }

    @Test
    void wrongUnitIsSurprising() {
        assertThat(checks(3, 1000)).allMatch(PredictiveCheck::isSurprising);
        assertThat(checks(3, 1e-3)).allMatch(PredictiveCheck::isSurprising);
        assertThat(checks(3, 1000).get(0).toString())
                .contains("standard deviation of the gauges = ")
                .contains("look at the unit of the values");
    }
}
