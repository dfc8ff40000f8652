package org.pushforward.benchmark.infer.method;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.pushforward.backend.Cancellation;

/** Stops work in the middle. */
final class Stops {
    private Stops() {}

    /** Fails unless work ends soon after a stop that is requested while it runs. */
    static void assertStops(Consumer<Cancellation> work) {
        Cancellation stop = new Cancellation();
        CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS).execute(stop::request);
        // A few likelihoods take much less than a second; a busy machine takes longer.
        assertTimeoutPreemptively(Duration.ofSeconds(15), () -> assertThatThrownBy(() -> work.accept(stop))
                .isInstanceOf(CancellationException.class));
    }
}
