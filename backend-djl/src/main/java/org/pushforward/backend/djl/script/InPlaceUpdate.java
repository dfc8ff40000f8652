package org.pushforward.backend.djl.script;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pushforward.graph.Tensor;

/** An update of state vectors where they lie, which threads make in shares. */
sealed interface InPlaceUpdate permits AdamKernel, ElementwiseUpdate {

    /**
     * Adjacent elements of the vectors that are updated at once.
     *
     * @param gradients the parts of the gradient for them, or the whole gradient
     * @param start where they begin
     * @param length how many there are
     */
    record Piece(List<Tensor> gradients, int start, int length) {
        private static int total(List<Piece> share) {
            return share.stream().mapToInt(Piece::length).sum();
        }
    }

    /** Returns the node at which the update is made. */
    Tensor call();

    /** Returns the nodes after the update, in the order of the states. */
    List<Tensor> results();

    /** Returns the nodes before the update, in the order of the states. */
    List<Tensor> overwritten();

    /** Returns the states that are overwritten, as the nodes of their values when a run begins. */
    List<Tensor> states();

    /** Returns what the gradient is put together from, so that nothing need put it together. */
    List<Tensor> gradients();

    /** Returns what the result at which the update is made reads, beginning with what is overwritten. */
    List<Tensor> reads();

    /** Writes the update of a share of the vectors. */
    void write(List<Piece> share, ScriptWriter script);

    /** Returns the pieces of the vectors for so many threads. */
    List<Piece> pieces(int count);

    /** Returns the pieces in shares of about equal size. */
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

    /** Returns what each of the results reads: the one at which the update is made all that it needs, the others that one. */
    default Map<Tensor, List<Tensor>> readsByResult() {
        Map<Tensor, List<Tensor>> reads = new HashMap<>();
        results().forEach(result -> reads.put(result, List.of(call())));
        reads.put(call(), reads());
        return reads;
    }
}
