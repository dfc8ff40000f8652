package org.pushforward.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LadderTest {
    private static List<Integer> sizes(Ladder ladder, int count) {
        return ladder.parts(count).stream().map(Ladder.PaddedRun::size).toList();
    }

    @Test
    void aFewLargeRunsTakeManyRows() {
        Ladder standard = Ladder.standard();
        assertThat(sizes(standard, 1)).containsExactly(1);
        assertThat(sizes(standard, 4)).containsExactly(1, 1, 1, 1);
        assertThat(sizes(standard, 5)).containsExactly(64);
        assertThat(sizes(standard, 65)).containsExactly(64, 1);
        assertThat(sizes(standard, 256)).containsExactly(1024);
        assertThat(sizes(standard, 255)).containsExactly(64, 64, 64, 64);
        assertThat(sizes(standard, 20_000)).containsExactly(8192, 8192, 8192);
        assertThat(standard.parts(0)).isEmpty();
    }

    /** Every row is in exactly one run, every run has a size of the ladder, and only the last one is padded. */
    @Test
    void runsCoverTheRowsOnce() {
        for (Ladder ladder : List.of(Ladder.standard(), Ladder.of(7), new Ladder(List.of(2, 3, 50)))) {
            for (int count = 1; count < 3000; count++) {
                List<Ladder.PaddedRun> parts = ladder.parts(count);
                int next = 0;
                for (Ladder.PaddedRun part : parts) {
                    assertThat(part.from()).isEqualTo(next);
                    assertThat(part.to()).isGreaterThan(next);
                    assertThat(ladder.sizes()).contains(part.size());
                    boolean last = part == parts.get(parts.size() - 1);
                    assertThat(part.to() - part.from()).isBetween(last ? 1 : part.size(), part.size());
                    next = part.to();
                }
                assertThat(next).isEqualTo(count);
            }
        }
    }

    /** At most four runs of each size, except the largest. */
    @Test
    void thereAreFewRuns() {
        for (int count = 1; count < 20_000; count += 7) {
            assertThat(Ladder.standard().parts(count)).hasSizeLessThanOrEqualTo(count / 8192 + 3 * 4);
        }
    }

    @Test
    void sizesOutOfOrderAreRefused() {
        assertThatThrownBy(() -> new Ladder(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no number of rows");
        assertThatThrownBy(() -> new Ladder(List.of(4, 4))).hasMessageContaining("[4, 4]");
        assertThatThrownBy(() -> Ladder.of(0)).hasMessageContaining("[0]");
    }
}
