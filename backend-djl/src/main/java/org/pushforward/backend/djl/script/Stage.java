package org.pushforward.backend.djl.script;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pushforward.graph.Tensor;

/**
 * The nodes between two synchronizations of the threads.
 *
 * @param together the nodes that are computed first, by one thread
 * @param lanes the nodes that each thread then computes
 * @param update the in-place update whose shares the threads compute, too
 */
record Stage(List<Tensor> together, List<List<Tensor>> lanes, Optional<InPlaceUpdate> update) {

    /** Returns all nodes, each after those that its step reads. */
    Stream<Tensor> nodes() {
        return Stream.concat(together.stream(), lanes.stream().flatMap(List::stream));
    }
}
