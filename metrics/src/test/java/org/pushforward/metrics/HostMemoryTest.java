package org.pushforward.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HostMemoryTest {
    @Test
    void fourFifthsOfTheFreeMemoryAreGiven() {
        Runtime runtime = Runtime.getRuntime();
        double free = runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());

        // The free memory may change by a tenth between the two lines.
        assertThatCode(() -> HostMemory.require(0.7 * free, "a test")).doesNotThrowAnyException();
        assertThatThrownBy(() -> HostMemory.require(0.9 * free, "a test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        String.format("not enough memory for a test: expected %.0f MiB", 0.9 * free / (1 << 20)));
        assertThatThrownBy(() -> HostMemory.require(2 * free, "a test")).satisfies(error -> {
            double given = Double.parseDouble(error.getMessage().replaceAll(".* but (\\d+) MiB are free.*", "$1"));
            assertThat(given * (1 << 20)).isBetween(0.75 * free, 0.85 * free);
        });
        assertThatThrownBy(() -> HostMemory.require(runtime.maxMemory(), "a test"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
