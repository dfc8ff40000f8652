package org.pushforward.benchmark.timing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Times contestants alternately, round after round (A B A B), so that changes on the machine affect all of them. Not
 * safe for use by several threads.
 */
public final class Contest {
    private final List<ObjectNode> ours = new ArrayList<>();
    private final List<ObjectNode> theirs = new ArrayList<>();
    private boolean complete = true;

    /**
     * Times one workload.
     *
     * @param engines the engines of Pushforward
     * @param peers the other programs, possibly none
     * @param rounds the number of timings of each contestant, 1 or more
     * @param listener gets every result as soon as it is known
     */
    public void time(
            List<? extends Contestant> engines,
            List<? extends Contestant> peers,
            int rounds,
            Consumer<ObjectNode> listener) {
        try {
            for (int round = 1; round <= rounds; round++) {
                for (Contestant peer : peers) {
                    add(theirs, peer, round, listener);
                }
                for (Contestant engine : engines) {
                    add(ours, engine, round, listener);
                }
            }
        } catch (CancellationException e) {
            complete = false;
        }
    }

    private static void add(List<ObjectNode> results, Contestant contestant, int round, Consumer<ObjectNode> listener) {
        ObjectNode result = contestant.time().put("round", round);
        results.add(result);
        listener.accept(result);
    }

    /** Returns the results of the engines, in the order of timing. */
    public List<ObjectNode> ours() {
        return List.copyOf(ours);
    }

    /** Returns the results of the peers, in the order of timing. */
    public List<ObjectNode> theirs() {
        return List.copyOf(theirs);
    }

    /** Returns whether the contest was not cancelled. */
    public boolean isComplete() {
        return complete;
    }

    /** Returns whether any timing failed. */
    public boolean hasFailures() {
        return ours.stream().anyMatch(result -> result.has("error"))
                || theirs.stream().anyMatch(result -> result.has("error"));
    }
}
