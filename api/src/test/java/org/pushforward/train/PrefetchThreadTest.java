package org.pushforward.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;

class PrefetchThreadTest {
    private static Map<String, HostArray> number(long iteration) {
        return Map.of("n", HostArray.scalar(DType.F64, iteration));
    }

    @Test
    void givesIterationsOneByOneAndThenStops() {
        AtomicLong drawn = new AtomicLong();
        try (PrefetchThread draws = new PrefetchThread(
                n -> {
                    drawn.incrementAndGet();
                    return number(n);
                },
                3)) {
            for (int i = 0; i < 3; i++) {
                assertThat(draws.next()).isEqualTo(number(i));
            }
        }
        assertThat(drawn).hasValue(3);
    }

    @Test
    void drawsAheadIfTheEngineLeavesACoreFree() {
        BackendOptions two = BackendOptions.defaults().withThreads(2);
        assertThat(threadOfDrawing(two, 2)).isEqualTo(Thread.currentThread());
        assertThat(threadOfDrawing(two, 3)).isNotEqualTo(Thread.currentThread());
        assertThat(threadOfDrawing(two.withDevice(Device.gpu(0)), 2)).isNotEqualTo(Thread.currentThread());
        assertThat(threadOfDrawing(two.withDevice(Device.gpu(0)), 1)).isEqualTo(Thread.currentThread());
    }

    private static Thread threadOfDrawing(BackendOptions options, int cores) {
        AtomicReference<Thread> thread = new AtomicReference<>();
        try (Prefetch draws = Prefetch.of(
                n -> {
                    thread.set(Thread.currentThread());
                    return number(n);
                },
                2,
                options,
                cores)) {
            assertThat(draws.next()).isEqualTo(number(0));
            assertThat(draws.next()).isEqualTo(number(1));
        }
        return thread.get();
    }

    @Test
    void drawsTheNextBatchInAdvance() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(2);
        try (PrefetchThread draws = new PrefetchThread(
                n -> {
                    second.countDown();
                    return number(n);
                },
                5)) {
            draws.next();
            assertThat(second.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void rethrowsExceptionsOfDrawingInOrder() {
        try (PrefetchThread draws = new PrefetchThread(
                n -> {
                    if (n == 1) {
                        throw new IllegalArgumentException("no data");
                    }
                    return number(n);
                },
                5)) {
            assertThat(draws.next()).isEqualTo(number(0));
            assertThatThrownBy(draws::next)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no data");
        }
        try (PrefetchThread draws = new PrefetchThread(
                n -> {
                    throw new StackOverflowError("deep");
                },
                1)) {
            assertThatThrownBy(draws::next).isInstanceOf(StackOverflowError.class);
        }
    }

    @Test
    void leavesNoThreadBehind() throws InterruptedException {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        try (PrefetchThread draws = new PrefetchThread(
                n -> {
                    threads.add(Thread.currentThread());
                    return number(n);
                },
                1000)) {
            draws.next();
            draws.next();
        }
        assertThat(threads).hasSize(1).doesNotContain(Thread.currentThread());
        for (Thread thread : threads) {
            thread.join(60_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anInterruptIsKeptForLater() {
        Thread caller = Thread.currentThread();
        CountDownLatch asked = new CountDownLatch(1);
        try (PrefetchThread draws = new PrefetchThread(
                n -> {
                    // The first draw ends once the waiting caller has noticed the interrupt.
                    awaitUninterrupted(asked);
                    while (n == 0 && caller.isInterrupted()) {
                        Thread.onSpinWait();
                    }
                    return number(n);
                },
                3)) {
            caller.interrupt();
            asked.countDown();
            assertThat(draws.next()).isEqualTo(number(0));
            assertThat(caller.isInterrupted()).isTrue();
            assertThat(draws.next()).isEqualTo(number(1));
        }
        assertThat(Thread.interrupted()).isTrue();
    }
}
