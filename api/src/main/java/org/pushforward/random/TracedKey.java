package org.pushforward.random;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.graph.RandomBits;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.TraceException;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * A key in a graph, from which a program draws random numbers. They are the numbers that {@link PhiloxKey} draws on the
 * host.
 *
 * <p>Drawing does not change a key: {@link #fold} one for each draw. Bits and uniform numbers are the same on every engine; normal ones
 * agree up to the rounding of an engine's logarithm, sine and cosine.
 *
 * @param words the two words of the key, int64 of shape [2], each from 0 to 2^32 exclusive
 */
@Stability(Stability.Level.STABLE)
public record TracedKey(Tensor words) {
    /** The type of the words. */
    public static final TensorType TYPE = new TensorType(DType.I64, Shape.of(2));

    /**
     * Checks the type.
     *
     * @throws TraceException if it is another one
     */
    public TracedKey {
        if (!words.type().equals(TYPE)) {
            throw new TraceException("traced_key", List.of(words.type()), "expected two words, " + TYPE);
        }
    }

    /** Returns a key that is given when the program runs, as {@link PhiloxKey#words}. */
    public static TracedKey input(String name) {
        return new TracedKey(Tensor.input(name, TYPE));
    }

    /**
     * Returns a key derived from this one and a number, such as a step number.
     *
     * @throws IllegalArgumentException if the number is not from 0 to 2^32 exclusive
     */
    public TracedKey fold(long number) {
        return fold(Tensor.constant(HostArray.of(Shape.scalar(), PhiloxKey.derivable(number))));
    }

    /** Returns the key derived with a number, int64 of rank 0, from 0 to 2^32 exclusive. */
    public TracedKey fold(Tensor number) {
        Tensor rest = Tensor.constant(HostArray.of(Shape.of(3), 0L, 0L, PhiloxKey.DERIVING));
        Tensor counter = number.reshape(1).concat(0, rest);
        return new TracedKey(bits(counter).slice(0, 0, 2));
    }

    /**
     * Returns words of 32 random bits, int64 from 0 to 2^32 exclusive.
     *
     * @param shape of rank 1 or more
     * @param firstRow the number of the first row, int64 of rank 0, from 0 to 2^31 exclusive
     */
    public Tensor bits(Shape shape, Tensor firstRow) {
        int rows = shape.dim(0);
        int row = rows == 0 ? 0 : shape.size() / rows;
        int blocks = (row + PhiloxKey.WORDS - 1) / PhiloxKey.WORDS;
        TensorType each = new TensorType(DType.I64, Shape.of(rows, blocks, 1));
        Tensor zero = Tensor.full(each, 0);
        Tensor number = Tensor.iota(each, 0).add(firstRow);
        Tensor counters = Tensor.concat(2, List.of(Tensor.iota(each, 1), zero, number, zero));
        return bits(counters)
                .reshape(rows, blocks * PhiloxKey.WORDS)
                .slice(1, 0, row)
                .reshape(shape);
    }

    /**
     * Returns independent numbers, uniform on (0, 1): {@code (floor(b / 512) + 1/2) / 2^23} of the bits b, which float32 holds exactly.
     *
     * @param type of a floating-point element type and rank 1 or more
     * @param firstRow the number of the first row, int64 of rank 0
     */
    public Tensor uniform(TensorType type, Tensor firstRow) {
        return PhiloxKey.uniform(bits(type.shape(), firstRow), type.dtype());
    }

    /**
     * Returns independent numbers from N(0, 1) by {@link BoxMuller}. Row k depends only on the key and on k.
     *
     * @param type of a floating-point element type and rank 1 or more
     * @param firstRow the number of the first row, int64 of rank 0
     */
    public Tensor normal(TensorType type, Tensor firstRow) {
        int rows = type.shape().dim(0);
        int row = rows == 0 ? 0 : type.shape().size() / rows;
        int pairs = (row + 1) / 2;
        Tensor words = bits(Shape.of(rows, 2 * pairs), firstRow).reshape(rows, pairs, 2);
        return BoxMuller.normal(words, type.dtype())
                .reshape(rows, 2 * pairs)
                .slice(1, 0, row)
                .reshape(type.shape());
    }

    /** Returns independent numbers from N(0, 1), the first row of number 0. */
    public Tensor normal(TensorType type) {
        return normal(type, Tensor.constant(HostArray.of(Shape.scalar(), 0L)));
    }

    /** Returns independent numbers, uniform on (0, 1), the first row of number 0. */
    public Tensor uniform(TensorType type) {
        return uniform(type, Tensor.constant(HostArray.of(Shape.scalar(), 0L)));
    }

    private Tensor bits(Tensor counters) {
        return Tensor.of(new RandomBits(), List.of(words, counters));
    }
}
