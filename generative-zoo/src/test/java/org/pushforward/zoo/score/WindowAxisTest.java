package org.pushforward.zoo.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.tensor.Shape;

/** Compares the places and weights of windows with those found by hand. */
class WindowAxisTest {

    /** Two windows of five of six cells have distances 4, 3, 2, 1, 0 and 0, 1, 2, 3, 4 from their inner edges. */
    @Test
    void weightsFallWithTheSquareOfTheDistance() {
        WindowAxis axis = WindowAxis.of(6, 5, 4);
        assertThat(axis.cells().toDoubles()).containsExactly(0, 1, 2, 3, 4, 1, 2, 3, 4, 5);
        double[] expected = {
            1, 0, 0, 0, 0, 0, 0, 0, 0, 0, //
            0, 1, 0, 0, 0, 0, 0, 0, 0, 0, //
            0, 0, 0.8, 0, 0, 0, 0.2, 0, 0, 0, //
            0, 0, 0, 0.2, 0, 0, 0, 0.8, 0, 0, //
            0, 0, 0, 0, 0, 0, 0, 0, 1, 0, //
            0, 0, 0, 0, 0, 0, 0, 0, 0, 1
        };
        assertThat(axis.blend().shape()).isEqualTo(Shape.of(6, 10));
        assertThat(axis.blend().toDoubles()).containsExactly(expected, within(1e-15));
    }

    @Test
    void windowsAreEvenlySpaced() {
        assertThat(WindowAxis.of(8, 4, 2).cells().toDoubles()).containsExactly(0, 1, 2, 3, 2, 3, 4, 5, 4, 5, 6, 7);
        // Of five cells that the starts may move by, the middle one is rounded.
        assertThat(WindowAxis.of(9, 4, 2).cells().toDoubles())
                .containsExactly(0, 1, 2, 3, 2, 3, 4, 5, 3, 4, 5, 6, 5, 6, 7, 8);
        assertThat(WindowAxis.of(4, 4, 2)).isEqualTo(new WindowAxis(4, 4, 1));
        assertThat(WindowAxis.of(4, 4, 2).cells().toDoubles()).containsExactly(0, 1, 2, 3);
    }
}
