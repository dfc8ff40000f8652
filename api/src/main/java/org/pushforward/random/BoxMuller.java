package org.pushforward.random;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.TraceException;
import org.pushforward.tensor.DType;

/**
 * Maps two words of 32 random bits to two independent numbers from N(0, 1): the cosine and the sine of {@code 2 pi v}, multiplied by
 * {@code sqrt(-2 log u)}.
 *
 * <p>Large numbers come from small u, so small u use all 32 bits of the first word a: u is {@code (a + 1/2) / 2^32} for a below 2^23 and
 * {@code (floor(a / 512) + 1/2) / 2^23} otherwise. For the second word b, v is {@code (floor(b / 512) + 1/2) / 2^23}. A float represents
 * each of these exactly, so engines agree up to the rounding of the logarithm, the sine and the cosine. The largest
 * absolute value is {@code sqrt(66 log 2) = 6.76}.
 *
 * <p>Box and Muller, <i>A note on the generation of random normal deviates</i>, 1958.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class BoxMuller {
    /** Below this value of u, a float represents a word plus 1/2 exactly. */
    private static final double FINE = 0x1p-9;

    private static final double SPACING = 0x1p-32;

    private BoxMuller() {}

    /**
     * Transforms pairs of words.
     *
     * @param words int64 of shape [..., 2], each from 0 to 2^32 exclusive
     * @param dtype the element type of the numbers, a floating-point one
     * @return numbers of the same shape
     * @throws TraceException if the words are of another type
     */
    public static Tensor normal(Tensor words, DType dtype) {
        int last = words.shape().rank() - 1;
        if (words.dtype() != DType.I64 || last < 0 || words.dim(last) != 2) {
            throw new TraceException("box_muller", List.of(words.type()), "expected pairs of words, i64[..., 2]");
        }
        // Engines slice floats faster than int64.
        Tensor uniform = PhiloxKey.uniform(words, dtype);
        Tensor coarse = uniform.slice(last, 0, 1);
        Tensor fine = words.slice(last, 0, 1).cast(dtype).add(0.5).mul(SPACING);
        Tensor radius = coarse.less(FINE).where(fine, coarse).log().mul(-2).sqrt();
        Tensor angle = uniform.slice(last, 1, 2).mul(2 * Math.PI);
        return radius.mul(angle.cos()).concat(last, radius.mul(angle.sin()));
    }

    /**
     * Returns one of the two numbers of a pair of words, in float64.
     *
     * @param element 0 for the first, 1 for the second
     */
    static double normal(long first, long second, int element) {
        double coarse = PhiloxKey.uniform(first);
        double fine = (first + 0.5) * SPACING;
        double radius = StrictMath.sqrt(-2 * StrictMath.log(coarse < FINE ? fine : coarse));
        double angle = 2 * Math.PI * PhiloxKey.uniform(second);
        return radius * (element == 0 ? StrictMath.cos(angle) : StrictMath.sin(angle));
    }
}
