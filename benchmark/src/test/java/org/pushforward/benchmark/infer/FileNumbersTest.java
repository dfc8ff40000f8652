package org.pushforward.benchmark.infer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FileNumbersTest {
    @Test
    void coordinatesOfNeighborsDifferAndAreExact() {
        assertThat(FileNumbers.coordinate(13_000_002.5, 5)).isEqualTo("13000002.5");
        assertThat(FileNumbers.coordinate(13_000_007.5, -5)).isEqualTo("13000007.5");
        assertThat(FileNumbers.coordinate(0.1 + 0.2, 0.1)).isEqualTo("0.3");
        assertThat(FileNumbers.coordinate(0, 1)).isEqualTo("0");
        assertThat(FileNumbers.coordinate(-1.5e9, 1e9)).isEqualTo("-1500000000");
        assertThat(FileNumbers.coordinate(2.5e-9, 1e-9)).isEqualTo("0.0000000025");
        Set<String> different = new HashSet<>();
        for (int j = 0; j < 1_000; j++) {
            different.add(FileNumbers.coordinate(6.4e6 + j * 0.01 / 3, 0.01 / 3));
        }
        assertThat(different).hasSize(1_000);
    }

    @Test
    void namesHaveTheDigitsThatTheyNeedToDiffer() {
        assertThat(FileNumbers.names(List.of(16.0, 0.05, 12.3456))).containsExactly("16", "0.05", "12.35");
        assertThat(FileNumbers.names(List.of(10.001, 10.002, 3.0))).containsExactly("10.001", "10.002", "3");
        assertThat(FileNumbers.names(List.of(0.1, Math.nextUp(0.1)))).doesNotHaveDuplicates();
        assertThat(FileNumbers.names(List.of(2.0, 2.0))).containsExactly("2", "2");
    }
}
