package org.pushforward.benchmark.timing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Times contestants in turn, round after round (A B A B), so that what changes on the machine changes for all of them. Not
 * safe for use by several threads.
 */
public final class Contest {
    private final List<ObjectNode> ours = new ArrayList<>();
    private final List<ObjectNode> theirs = new ArrayList<>();
    private boolean complete = true;

    /**
     * Times one workload.
     *
     * @param engines our side
     * @param peers the other side, possibly none
     * @param rounds how often each is timed, 1 or more
     * @param listener hears of every result at once
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

    /** Returns the results of our side, in the order of time. */
    public List<ObjectNode> ours() {
        return List.copyOf(ours);
    }

    /** Returns the results of the other side, in the order of time. */
    public List<ObjectNode> theirs() {
        return List.copyOf(theirs);
    }

    /** Returns whether no stop was asked for. */
    public boolean isComplete() {
        return complete;
    }

    /** Returns whether any timing failed. */
    public boolean hasFailures() {
        return ours.stream().anyMatch(result -> result.has("error"))
                || theirs.stream().anyMatch(result -> result.has("error"));
    }
}
