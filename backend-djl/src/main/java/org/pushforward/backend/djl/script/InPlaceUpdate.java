package org.pushforward.backend.djl.script;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pushforward.graph.Tensor;

/** An in-place update of state vectors that is divided among threads. */
sealed interface InPlaceUpdate permits AdamKernel, ElementwiseUpdate {

    /**
     * A range of adjacent elements of the vectors that are updated together.
     *
     * @param gradients the parts of the gradient for the range, or the whole gradient
     * @param start the position of the first element
     * @param length the number of elements
     */
    record Piece(List<Tensor> gradients, int start, int length) {
        private static int total(List<Piece> share) {
            return share.stream().mapToInt(Piece::length).sum();
        }
    }

    /** Returns the node that triggers the update. */
    Tensor call();

    /** Returns the nodes after the update, in the order of the states. */
    List<Tensor> results();

    /** Returns the nodes before the update, in the order of the states. */
    List<Tensor> overwritten();

    /** Returns the overwritten states, as the nodes of their values at the start of a run. */
    List<Tensor> states();

    /** Returns the parts of the gradient, so that it need not be concatenated. */
    List<Tensor> gradients();

    /** Returns the nodes that the update reads, starting with the overwritten ones. */
    List<Tensor> reads();

    /** Returns whether each piece is updated as soon as its gradients are computed, while they are in the cache, and not all at once. */
    boolean isPiecewise();

    /** Writes the update of a share of the vectors. */
    void write(List<Piece> share, ScriptWriter script);

    /** Returns the pieces of the vectors for a number of threads. */
    List<Piece> pieces(int count);

    /** Distributes the pieces into shares of about equal size. */
    default List<List<Piece>> shares(int count) {
        List<Piece> pieces = new ArrayList<>(pieces(count));
        pieces.sort(Comparator.comparingInt(Piece::length).reversed());
        List<List<Piece>> shares = new ArrayList<>();
        IntStream.range(0, count).forEach(share -> shares.add(new ArrayList<>()));
        for (Piece piece : pieces) {
            if (piece.length() > 0) {
                Collections.min(shares, Comparator.comparingInt(Piece::total)).add(piece);
            }
        }
        return shares;
    }

    /**
     * Returns the nodes that each result reads. The result that triggers the update reads everything that the update needs, and the others
     * read that result.
     */
    default Map<Tensor, List<Tensor>> readsByResult() {
        Map<Tensor, List<Tensor>> reads = new HashMap<>();
        results().forEach(result -> reads.put(result, List.of(call())));
        reads.put(call(), reads());
        return reads;
    }
}
