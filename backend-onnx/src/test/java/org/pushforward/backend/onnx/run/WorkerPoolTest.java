package org.pushforward.backend.onnx.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
    @Test
    void allJobsAreDoneEvenIfWorkersAreBusy() throws Exception {
        AtomicInteger done = new AtomicInteger();
        // More jobs than threads, and jobs that submit jobs.
        try (WorkerPool pool = new WorkerPool(2)) {
            Callable<Object> inner = done::incrementAndGet;
            Callable<Object> outer = () -> {
                pool.run(Collections.nCopies(5, inner));
                return done.incrementAndGet();
            };
            for (int round = 0; round < 100; round++) {
                pool.run(Collections.nCopies(4, outer));
            }
        }
        assertThat(done).hasValue(100 * 4 * 6);
    }

    @Test
    void itsThreadsEndWhenItIsClosed() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        // Each job waits for the others, so each needs its own thread.
        CyclicBarrier together = new CyclicBarrier(3);
        try (WorkerPool pool = new WorkerPool(2)) {
            pool.run(Collections.nCopies(3, () -> {
                threads.add(Thread.currentThread());
                return together.await();
            }));
        }
        assertThat(threads).hasSize(3).contains(Thread.currentThread());
        threads.remove(Thread.currentThread());
        for (Thread thread : threads) {
            thread.join(60_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void aFailureIsThrownAfterAllHaveEnded() {
        AtomicInteger done = new AtomicInteger();
        try (WorkerPool pool = new WorkerPool(1)) {
            for (int failing = 0; failing < 3; failing++) {
                int which = failing;
                List<Callable<Object>> work = IntStream.range(0, 3)
                        .<Callable<Object>>mapToObj(i -> () -> {
                            done.incrementAndGet();
                            if (i == which) {
                                throw new IllegalStateException("work " + i);
                            }
                            return null;
                        })
                        .toList();
                assertThatThrownBy(() -> pool.run(work)).hasMessage("work " + which);
            }
        }
        assertThat(done).hasValue(9);
    }
}
