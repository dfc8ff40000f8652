package org.pushforward.benchmark.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.benchmark.infer.config.GaugeData;
import org.pushforward.benchmark.infer.config.InferSettings;
import org.pushforward.benchmark.infer.gauges.GaugedCells;
import org.pushforward.zoo.data.PrecipitationField;
import org.pushforward.zoo.field.Grid;

class PreparedInferenceTest {
    @Test
    void aMapThatExceedsMemoryIsRefusedWithItsSize() {
        Grid large = Grid.of(20_000, 20_000);
        assertThatThrownBy(() -> PreparedInference.requireMemory(new InferSettings(), large, 40, 2, 1L << 30))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a map of 20000 x 20000 cells with 32 draws of 5 methods from 40 gauges takes")
                .hasMessageContaining("GB of memory, and 0.5 GB are available")
                .hasMessageContaining("larger 'cell'")
                .hasMessageContaining("JAVA_TOOL_OPTIONS=-Xmx");
        PreparedInference.requireMemory(new InferSettings(), Grid.of(32, 32), 40, 2, 1L << 30);
    }

    /** 2 chains of 10,000 draws keep 96 numbers for each of 1,024 cells, 16 GB. On a map that is too large the method is left out. */
    @Test
    void drawsOfCovariancesThatExceedMemoryAreRefused() {
        InferSettings many = InferSettings.yaml().parse("infer", "methods: [{method: local-bayes, draws: 10000}]");
        assertThatThrownBy(() -> PreparedInference.requireMemory(many, Grid.of(32, 32), 40, 2, 1L << 33))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takes 15.7 GB of memory, and 4.3 GB are available");
        PreparedInference.requireMemory(many, Grid.of(128, 128), 40, 2, 1L << 33);
    }

    /** Each of 100 threads factors three matrices of 1,000 x 1,000 numbers, 2.4 GB. Methods that more gauges leave out need none. */
    @Test
    void covariancesOfManyGaugesInManyThreadsAreCounted() {
        InferSettings bayes = InferSettings.yaml().parse("infer", "methods: [full-bayes]");
        assertThatThrownBy(() -> PreparedInference.requireMemory(bayes, Grid.of(32, 32), 1_000, 100, 1L << 32))
                .hasMessageContaining("takes 2.4 GB of memory");
        PreparedInference.requireMemory(bayes, Grid.of(32, 32), 1_000, 10, 1L << 32);
        PreparedInference.requireMemory(bayes, Grid.of(32, 32), 1_001, 100, 1L << 32);
    }

    /** 64 pixels of a cell take 4 bytes each, and as much again in the file: 0.5 GB of 1,000 x 1,000 cells. */
    @Test
    void picturesAreCounted() {
        InferSettings few = InferSettings.yaml().parse("infer", "{methods: [true-kriging], draws: 20}");
        assertThatThrownBy(() -> PreparedInference.requireMemory(few, Grid.of(1_000, 1_000), 40, 1, 1_900_000_000L))
                .hasMessageContaining("takes 1.0 GB of memory");
    }

    /** The covariance of a simulated field at a distance of 0 is its variance, and gauges have the values of their cells. */
    @Test
    void aSimulatedFieldIsKnown() {
        PreparedInference prepared = PreparedInference.of(new InferSettings());
        assertThat(prepared.gauges()).isEqualTo(40);
        double[] truth = prepared.truth().orElseThrow();
        GaugedCells cells =
                GaugedCells.of(prepared.field().gauges(), prepared.field().grid());
        for (int k = 0; k < 40; k++) {
            assertThat(truth[cells.cells()[k]]).isCloseTo(cells.values()[k], within(1e-12));
        }
        assertThat(prepared.field().known()).isPresent();
        assertThat(prepared.warnings()).isEmpty();
    }

    /** Ranges grow with the size, and the grid of a simulation has a limit, so an error must be about the size. */
    @Test
    void aSimulatedFieldThatIsTooLargeIsRefusedByItsSize() {
        assertThatThrownBy(() -> new GaugeData.Simulated(1_441, 40, true, 0, 1, 0, "value", ""))
                .hasMessageContaining("size")
                .hasMessageContaining("1441")
                .hasMessageContaining("1440");
    }

    @Test
    void theSameSeedGivesTheSameField() {
        InferSettings settings = new InferSettings();
        double[] first = PreparedInference.of(settings).truth().orElseThrow();
        double[] other = PreparedInference.of(settings.withRun(settings.run().withSeed(1)))
                .truth()
                .orElseThrow();
        assertThat(PreparedInference.of(settings).truth().orElseThrow()).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void theMapOfPrecipitationIsCutAtItsDegrees() {
        PreparedInference prepared =
                PreparedInference.of(new InferSettings().withData(new GaugeData.Precipitation(4, 5, 10, 50, 0)));
        PrecipitationField map = PrecipitationField.load();
        double[] truth = prepared.truth().orElseThrow();
        Grid grid = prepared.field().grid();
        for (int i = 0; i < 16; i++) {
            assertThat(truth[i])
                    .isEqualTo(map.atPlace(grid.places().y(i), grid.places().x(i)));
        }
        assertThat(prepared.field().known()).isEmpty();
    }
}
