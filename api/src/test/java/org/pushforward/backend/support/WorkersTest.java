package org.pushforward.backend.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private static final int PATIENCE = 30;
    private final Workers<String> two = Workers.of(List.of("a", "b"));

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(PATIENCE, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The first task ends last, because it waits for the third. */
    @Test
    void resultsHaveTheOrderOfTheTasks() {
        CountDownLatch third = new CountDownLatch(1);
        List<String> results = two.map(List.of(1, 2, 3), (worker, task) -> {
            if (task == 1) {
                await(third);
            }
            if (task == 3) {
                third.countDown();
            }
            return "result " + task;
        });
        assertThat(results).containsExactly("result 1", "result 2", "result 3");
    }

    /** Two tasks at a time meet, which they could not if one waited for the other. */
    @Test
    void workersWorkAtTheSameTimeAndEachOnOneTask() {
        CyclicBarrier barrier = new CyclicBarrier(2);
        Map<String, AtomicInteger> busy = Map.of("a", new AtomicInteger(), "b", new AtomicInteger());
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        List<String> who = two.map(IntStream.range(0, 40).boxed().toList(), (worker, task) -> {
            assertThat(busy.get(worker).incrementAndGet()).isEqualTo(1);
            threads.add(Thread.currentThread());
            meet(barrier);
            busy.get(worker).decrementAndGet();
            return worker;
        });
        assertThat(who).hasSize(40).contains("a", "b");
        assertThat(threads).hasSize(2).doesNotContain(Thread.currentThread());
    }

    @Test
    void oneWorkerUsesTheCallingThread() {
        List<Thread> threads = Workers.of(List.of("a")).map(List.of(1, 2), (worker, task) -> Thread.currentThread());
        assertThat(threads).containsOnly(Thread.currentThread());
        assertThat(two.map(List.<Integer>of(), (worker, task) -> worker)).isEmpty();
        assertThatThrownBy(() -> Workers.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no workers: expected at least one");
    }

    /** Both of the first two tasks fail, the second one earlier. */
    @Test
    void afterAFailureNoTaskBeginsAndTheFirstFailureIsThrown() {
        AtomicInteger begun = new AtomicInteger();
        CyclicBarrier barrier = new CyclicBarrier(2);
        CountDownLatch second = new CountDownLatch(1);
        assertThatThrownBy(() -> two.map(IntStream.range(0, 10).boxed().toList(), (worker, task) -> {
                    begun.incrementAndGet();
                    meet(barrier);
                    if (task == 0) {
                        await(second);
                    }
                    second.countDown();
                    throw new IllegalStateException("task " + task);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("task 0");
        assertThat(begun).hasValue(2);
        assertThatThrownBy(() -> two.map(List.of(1, 2), (worker, task) -> {
                    throw new LinkageError("task " + task);
                }))
                .isInstanceOf(LinkageError.class);
    }

    @Test
    void anInterruptReachesTheWorkersAndWaitsForThem() throws Exception {
        CyclicBarrier begun = new CyclicBarrier(3);
        AtomicInteger ended = new AtomicInteger();
        CountDownLatch never = new CountDownLatch(1);
        FutureTask<Boolean> caller = new FutureTask<>(() -> {
            assertThatThrownBy(() -> two.map(List.of(1, 2, 3), (worker, task) -> {
                        meet(begun);
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            ended.incrementAndGet();
                        }
                        return task;
                    }))
                    .isInstanceOf(CancellationException.class);
            assertThat(ended).hasValue(2);
            return Thread.currentThread().isInterrupted();
        });
        Thread thread = new Thread(caller);
        thread.start();
        meet(begun);
        thread.interrupt();
        assertThat(caller.get(PATIENCE, TimeUnit.SECONDS)).isTrue();
    }
}
