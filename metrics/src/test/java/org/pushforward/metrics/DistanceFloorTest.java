package org.pushforward.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class DistanceFloorTest {
    private static final HostArray DATA = numbered(11);

    @Test
    void halvesAreDisjointAndRepeatWithTheirKey() {
        DistanceFloor.Halves halves = DistanceFloor.Halves.draw(DATA, 5, RandomKey.of(3));
        Set<Double> rows = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            rows.add(halves.first().get(i));
            rows.add(halves.second().get(i));
        }

        assertThat(rows).hasSize(10);
        assertThat(DistanceFloor.Halves.draw(DATA, 5, RandomKey.of(3))).isEqualTo(halves);
        assertThat(DistanceFloor.Halves.draw(DATA, 5, RandomKey.of(4))).isNotEqualTo(halves);
    }

    @Test
    void theFloorIsTheDistanceBetweenHalves() {
        HostArray data = RandomKey.of(9).normal(Shape.of(10, 3));
        HostArray directions = Directions.uniform(RandomKey.of(8), 4, 3);
        DistanceFloor.Halves halves = DistanceFloor.Halves.draw(data, 5, RandomKey.of(3));
        assertThat(halves.first().shape()).isEqualTo(Shape.of(5, 3));
        assertThat(halves.second().shape()).isEqualTo(Shape.of(5, 3));
        assertThat(DistanceFloor.Halves.draw(data, 1, RandomKey.of(3)).second().shape())
                .isEqualTo(Shape.of(1, 3));
        try (Backend backend = Backends.open("reference")) {
            SlicedWasserstein distance = new SlicedWasserstein(backend, 2);
            assertThat(new DistanceFloor(distance, directions).floor(data, 5, RandomKey.of(3)))
                    .isEqualTo(distance.distance(halves.first(), halves.second(), directions));
        }
    }

    @Test
    void moreThanHalfIsRefused() {
        assertThatThrownBy(() -> DistanceFloor.Halves.draw(DATA, 6, RandomKey.of(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two disjoint samples of 6 points out of 11: expected 1 to 5 points in each");
        assertThatThrownBy(() -> DistanceFloor.Halves.draw(DATA, 0, RandomKey.of(3)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nanIsRefused() {
        HostArray bad = HostArray.full(new TensorType(DType.F32, Shape.of(4, 1)), Double.NaN);

        assertThatThrownBy(() -> DistanceFloor.Halves.draw(bad, 2, RandomKey.of(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
    }

    private static HostArray numbered(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i;
        }
        return HostArray.wrap(Shape.of(count, 1), values);
    }
}
