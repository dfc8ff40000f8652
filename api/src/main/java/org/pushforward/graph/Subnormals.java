package org.pushforward.graph;

import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.Stability;
import org.pushforward.tensor.DType;

/**
 * How an engine keeps an optimizer's moments from subnormal numbers, with which processors compute ten times as slowly.
 *
 * <p>The moments of a parameter that gets no gradient for long, such as a weight of a rectifier that no sample reaches, shrink by a
 * factor at each update. They end not at zero but, by rounding, at a few times the smallest subnormal number: from update 600 or so on,
 * training takes twice as long as before. Now m + {@link #GUARD} - {@link #GUARD} is m to the nearest multiple of 2^-110, where m is
 * not many times larger, and else m itself: what decays then stops among normal numbers. With Adam's usual epsilon of 1e-8 or more a
 * parameter shows at most a rounding of it; with an epsilon below 1e-14 gradients as small would.
 */
@Stability(Stability.Level.STABLE)
public final class Subnormals {
    /** What is added to a moment and taken away again: 2^-87. */
    public static final float GUARD = 0x1p-87f;

    /** After how many runs an engine that does this apart from the update does it again: what decays takes longer from 2^-110 on. */
    public static final int PERIOD = 64;

    private Subnormals() {}

    /** Returns the positions of the states that are moments in float32. */
    public static List<Integer> prone(Graph graph) {
        return IntStream.range(0, graph.states().size())
                .filter(i -> isMoment(graph.states().get(i).next()))
                .boxed()
                .toList();
    }

    private static boolean isMoment(Tensor next) {
        return next.dtype() == DType.F32
                && (next.primitive() instanceof AdamUpdate.FirstMoment
                        || next.primitive() instanceof AdamUpdate.SecondMoment);
    }
}
