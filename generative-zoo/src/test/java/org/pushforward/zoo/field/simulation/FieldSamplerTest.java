package org.pushforward.zoo.field.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.zoo.field.Ellipse;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.covariance.Exponential;
import org.pushforward.zoo.field.covariance.Matern;
import org.pushforward.zoo.field.covariance.Nugget;
import org.pushforward.zoo.field.covariance.SquaredExponential;
import org.pushforward.zoo.field.covariance.StationaryCovariance;
import org.pushforward.zoo.field.covariance.Structure;

/** Compares the moments of simulated fields with the covariance. */
class FieldSamplerTest {
    private static final Grid GRID = new Grid(12, 9, 3, 8, 0.5, -0.75);
    private static final int FIELDS = 20_000;

    private final List<FieldSampler> samplers =
            List.of(CirculantEmbedding.of(covariance(), GRID), PointSampler.of(covariance(), GRID.places()));

    private static StationaryCovariance covariance() {
        return new Structure(new Matern(1.5), 2, new Ellipse(1, 0.5, 30)).plus(new Nugget(0.25));
    }

    @Test
    void momentsMatchTheCovariance() {
        samplers.forEach(FieldSamplerTest::compare);
    }

    private static void compare(FieldSampler sampler) {
        HostArray fields = sampler.sample(FIELDS, RandomKey.of(11));
        double[] values = fields.toDoubles();
        int cells = GRID.cells();
        Places places = GRID.places();
        // The product of two normal numbers has variance c_ii c_jj + c_ij^2. The largest of 108 x 6 statistics is below
        // 4.5 standard errors with probability .995.
        for (int i = 0; i < cells; i++) {
            for (int j : new int[] {0, 1, 9, 10, 50, 107}) {
                double sum = 0;
                for (int k = 0; k < FIELDS; k++) {
                    sum += values[k * cells + i] * values[k * cells + j];
                }
                double expected = covariance().between(places.x(i), places.y(i), places.x(j), places.y(j));
                double error = Math.sqrt((2.25 * 2.25 + expected * expected) / FIELDS);
                assertThat(sum / FIELDS).as("cells %s and %s", i, j).isCloseTo(expected, within(4.5 * error));
            }
        }
    }

    @Test
    void fieldDependsOnlyOnItsNumber() {
        for (FieldSampler sampler : samplers) {
            double[] many = sampler.sample(70, RandomKey.of(1)).toDoubles();
            for (int count : new int[] {0, 1, 3, 63, 64, 65}) {
                double[] few = sampler.sample(count, RandomKey.of(1)).toDoubles();
                assertThat(few).hasSize(count * GRID.cells()).isEqualTo(Arrays.copyOf(many, few.length));
            }
            assertThat(sampler.sample(70, RandomKey.of(2)).toDoubles()).isNotEqualTo(many);
        }
    }

    @Test
    void theTwoFieldsOfATransformAreIndependent() {
        double[] values = CirculantEmbedding.of(covariance(), GRID)
                .sample(FIELDS, RandomKey.of(12))
                .toDoubles();
        int cells = GRID.cells();
        double sum = 0;
        for (int k = 0; k < FIELDS; k += 2) {
            sum += values[k * cells + 40] * values[(k + 1) * cells + 40];
        }
        assertThat(sum / (FIELDS / 2)).isCloseTo(0, within(4 * 2.25 / Math.sqrt(FIELDS / 2.0)));
    }

    @Test
    void longRangesNeedLargerPeriodicGrids() {
        CirculantEmbedding sampler =
                CirculantEmbedding.of(Structure.of(new SquaredExponential(), 1, 12), Grid.of(16, 16));
        assertThat(sampler.embedding().dim(0)).isGreaterThan(30);
    }

    @Test
    void gridsMayHaveOneRow() {
        CirculantEmbedding line = CirculantEmbedding.of(Structure.of(new Exponential(), 1, 3), Grid.of(1, 50));
        double[] values = line.sample(4000, RandomKey.of(3)).toDoubles();
        double sum = 0;
        for (int k = 0; k < 4000; k++) {
            sum += values[k * 50] * values[k * 50 + 3];
        }
        assertThat(sum / 4000).isCloseTo(Math.exp(-1), within(4.5 * Math.sqrt((1 + Math.exp(-2)) / 4000)));
    }

    @Test
    void domainsLargerThanMemoryAreRefused() {
        Structure covariance = Structure.of(new Exponential(), 1, 3);
        assertThatThrownBy(() -> CirculantEmbedding.of(covariance, Grid.of(20_000, 20_000)))
                .hasMessageContaining("1600000000 cells, expected 33554432 or fewer");
        assertThatThrownBy(() ->
                        CirculantEmbedding.of(covariance, Grid.of(100, 100)).sample(1_000_000, RandomKey.of(1)))
                .hasMessageContaining("1000000 fields")
                .hasMessageContaining("10000000000 numbers");
    }
}
