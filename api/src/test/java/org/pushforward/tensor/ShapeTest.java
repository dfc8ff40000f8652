package org.pushforward.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {
    @Test
    void countsElements() {
        assertThat(Shape.of(2, 3, 4).size()).isEqualTo(24);
        assertThat(Shape.scalar().size()).isEqualTo(1);
        assertThat(Shape.of(2, 0).size()).isZero();
    }

    @Test
    void broadcastsByNumPysRule() {
        assertThat(Shape.of(3, 1).broadcastWith(Shape.of(2, 1, 4))).isEqualTo(Shape.of(2, 3, 4));
        assertThat(Shape.of(1).broadcastsTo(Shape.of(2, 3))).isTrue();
        assertThat(Shape.of(2).broadcastsTo(Shape.of(2, 3))).isFalse();
        assertThatThrownBy(() -> Shape.of(2, 3).broadcastWith(Shape.of(2, 4)))
                .hasMessageContaining("[2, 3]")
                .hasMessageContaining("[2, 4]")
                .hasMessageContaining("axis -1");
    }

    @Test
    void refusesTypesThatNoEngineSupports() {
        assertThatThrownBy(() -> Shape.of(1, -2)).hasMessageContaining("-2");
        assertThatThrownBy(() -> Shape.of(1, 1, 1, 1, 1, 1, 1, 1, 1)).hasMessageContaining("rank 9");
        assertThatThrownBy(() -> Shape.of(1 << 20, 1 << 20)).hasMessageContaining("elements");
    }

    @Test
    void countsNegativeAxesFromTheEnd() {
        assertThat(Shape.of(2, 3).dim(-1)).isEqualTo(3);
        assertThatThrownBy(() -> Shape.of(2, 3).dim(2)).hasMessageContaining("axis 2");
    }
}
