package org.pushforward.zoo.field.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;

class FieldLatentsTest {
    private static final FieldLatents ONE = scores(0, false, 0.1, 1);
    private static final FieldLatents OTHER = scores(3, true, 0.7, 10);

    private static FieldLatents scores(int kind, boolean local, double extent, double x) {
        return new FieldLatents(
                kind, local, extent, x, new double[] {x + 1}, new double[] {x + 2}, new double[] {x + 3}, new double[] {
                    x + 4
                });
    }

    @Test
    void theKindOfOthersIsTheirsAndTheRestIsKept() {
        FieldLatents changed = ONE.kindOf(OTHER);
        assertThat(changed.kind()).isEqualTo(3);
        assertThat(changed.local()).isTrue();
        assertThat(changed.extent()).isEqualTo(0.7);
        assertThat(changed.mean()).isEqualTo(1);
        assertThat(changed.first()).containsExactly(2);
        assertThat(changed.second()).containsExactly(3);
        assertThat(changed.share()).containsExactly(4);
        assertThat(changed.deviation()).containsExactly(5);
    }

    @Test
    void theMapsOfOthersAreTheirs() {
        FieldLatents changed = ONE.mapsOf(OTHER);
        assertThat(changed.kind()).isZero();
        assertThat(changed.first()).containsExactly(2);
        assertThat(changed.second()).containsExactly(12);
        assertThat(changed.share()).containsExactly(13);
        assertThat(changed.deviation()).containsExactly(14);
    }

    @Test
    void movesKeepTheVariance() {
        FieldLatents first = ONE.moved(OTHER, 0.6, true, false, false);
        assertThat(first.first()[0]).isCloseTo(0.8 * 2 + 0.6 * 11, within(1e-12));
        assertThat(first.second()).containsExactly(3);
        assertThat(first.share()).containsExactly(4);
        FieldLatents second = ONE.moved(OTHER, 0.6, false, true, false);
        assertThat(second.first()).containsExactly(2);
        assertThat(second.second()[0]).isCloseTo(0.8 * 3 + 0.6 * 12, within(1e-12));
        FieldLatents maps = ONE.moved(OTHER, 0.6, false, false, true);
        assertThat(maps.second()).containsExactly(3);
        assertThat(maps.share()[0]).isCloseTo(0.8 * 4 + 0.6 * 13, within(1e-12));
        assertThat(maps.deviation()[0]).isCloseTo(0.8 * 5 + 0.6 * 14, within(1e-12));
    }

    @Test
    void aDrawHasAllItsNumbers() {
        FieldLatents drawn = FieldLatents.draw(new FieldPrior(), RandomKey.of(1));
        assertThat(drawn.first()).hasSize(5);
        assertThat(drawn.second()).hasSize(5);
        assertThat(drawn.share()).hasSize(SmoothMap.SCORES);
        assertThat(drawn.deviation()).hasSize(SmoothMap.SCORES).isNotEqualTo(drawn.share());
    }
}
