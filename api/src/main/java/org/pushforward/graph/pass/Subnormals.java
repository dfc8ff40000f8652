package org.pushforward.graph.pass;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pushforward.Stability;
import org.pushforward.graph.AdamUpdate;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;

/**
 * How an optimizer's moments are kept from becoming subnormal, because arithmetic on subnormal numbers is about ten times
 * slower.
 *
 * <p>The moments of a parameter that gets no gradient for a long time, such as a weight of an inactive ReLU, shrink by
 * a constant factor at each update. Because of rounding they do not reach zero but stop at a few times the smallest
 * subnormal number. From about update 600 on, training then takes twice as long. The guard prevents this: m +
 * {@link #GUARD} - {@link #GUARD} rounds small m to the nearest multiple of 2^-110 and leaves much larger m unchanged,
 * so decaying moments never become subnormal. With Adam's usual epsilon of 1e-8 or more, the effect on a parameter is
 * at most a rounding error. With an epsilon below 1e-14, gradients that small would be affected.
 */
@Stability(Stability.Level.STABLE)
public final class Subnormals {
    /** The number added to a moment and subtracted again: 2^-87. */
    public static final float GUARD = 0x1p-87f;

    /**
     * The number of runs after which an engine that applies the guard outside the update must apply it again; decay
     * from 2^-110 into the subnormal range takes longer than that.
     */
    public static final int PERIOD = 64;

    private Subnormals() {}

    /**
     * Returns m + {@link #GUARD} - {@link #GUARD} for a moment m in float32. A moment of another type is returned as it is,
     * and so is one of {@link AdamUpdate}, which is guarded by its expansion or by the engine that has a kernel for it.
     */
    public static Tensor guarded(Tensor moment) {
        return moment.dtype() == DType.F32 && !isOfAdam(moment)
                ? moment.add(GUARD).sub(GUARD)
                : moment;
    }

    /**
     * Returns the positions of the states that hold moments: those that the graph guards, and those of {@link AdamUpdate} in float32,
     * which an engine with a kernel of its own must guard.
     */
    public static List<Integer> prone(Graph graph) {
        return IntStream.range(0, graph.states().size())
                .filter(i -> isProne(graph.states().get(i).next()))
                .boxed()
                .toList();
    }

    /**
     * Returns the graph without the guards of its moments, for an engine that flushes subnormal numbers to zero or that guards the
     * {@linkplain #prone prone} states once every {@link #PERIOD} runs. This saves two passes over each moment.
     */
    public static Graph withoutGuards(Graph graph) {
        Set<Tensor> guarded = graph.states().stream()
                .map(Graph.State::next)
                .filter(Subnormals::isGuarded)
                .collect(Collectors.toSet());
        return graph.rewrite((node, operands) ->
                guarded.contains(node) ? operands.get(0).operands().get(0) : Rewrite.keep(node, operands));
    }

    private static boolean isProne(Tensor next) {
        return next.dtype() == DType.F32 && (isOfAdam(next) || isGuarded(next));
    }

    private static boolean isGuarded(Tensor next) {
        return next.primitive() instanceof Binary.Sub
                && isGuard(next.operands().get(1))
                && next.operands().get(0).primitive() instanceof Binary.Add
                && isGuard(next.operands().get(0).operands().get(1));
    }

    private static boolean isGuard(Tensor node) {
        return node.primitive() instanceof Movement.Broadcast
                && node.operands().get(0).primitive() instanceof Source.Constant number
                && number.value().size() == 1
                && number.value().get(0) == GUARD;
    }

    private static boolean isOfAdam(Tensor moment) {
        return moment.primitive() instanceof AdamUpdate.AdamFirstMoment
                || moment.primitive() instanceof AdamUpdate.AdamSecondMoment;
    }
}
