package org.pushforward.conformance.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

/**
 * The integers that make a generated case: ranks, lengths of axes, attributes.
 *
 * <p>They are drawn from a seed and the name of the case, or replayed with smaller values to find the smallest case that
 * fails. Operands are drawn from the same seed and name. Not safe for use by several threads.
 */
final class ChoiceSequence {
    private final SplittableRandom random;
    private final List<Integer> given;
    private final List<Integer> taken = new ArrayList<>();
    private final List<Integer> lowest = new ArrayList<>();
    private final RandomOperands operands;

    private ChoiceSequence(long seed, String name, List<Integer> given) {
        this.random = new SplittableRandom(mix(seed ^ name.hashCode()));
        this.given = given;
        this.operands = new RandomOperands(RandomKey.of(seed).fold(name));
    }

    /** Returns a sequence that draws its choices. */
    static ChoiceSequence drawn(long seed, String name) {
        return new ChoiceSequence(seed, name, List.of());
    }

    /** Returns a sequence that replays choices, each moved into its allowed range, and draws those after them. */
    static ChoiceSequence given(long seed, String name, List<Integer> choices) {
        return new ChoiceSequence(seed, name, choices);
    }

    /** The finalizer of SplitMix64, by which seeds that differ little give choices that differ much. */
    private static long mix(long z) {
        long y = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        y = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
        return y ^ (y >>> 31);
    }

    /** Chooses an integer between two inclusive bounds; lower is simpler. */
    int between(int low, int high) {
        int position = taken.size();
        int choice = position < given.size()
                ? Math.max(low, Math.min(high, given.get(position)))
                : random.nextInt(low, high + 1);
        taken.add(choice);
        lowest.add(low);
        return choice;
    }

    /** Chooses a truth value; false is simpler. */
    boolean coin() {
        return between(0, 1) == 1;
    }

    /** Chooses a shape with ranks and lengths between inclusive bounds. */
    Shape shape(int lowestRank, int highestRank, int shortest, int longest) {
        return Shape.of(numbers(between(lowestRank, highestRank), shortest, longest).stream()
                .mapToInt(i -> i)
                .toArray());
    }

    /** Chooses an axis of a shape. */
    int axis(Shape shape) {
        return between(0, shape.rank() - 1);
    }

    /** Chooses n integers between two inclusive bounds. */
    List<Integer> numbers(int n, int low, int high) {
        return IntStream.range(0, n).mapToObj(i -> between(low, high)).toList();
    }

    /** Chooses a subset of the integers from 0 to n - 1, in ascending order. */
    List<Integer> subset(int n) {
        return IntStream.range(0, n).filter(i -> coin()).boxed().toList();
    }

    /** Chooses an order of the integers from 0 to n - 1. */
    List<Integer> permutation(int n) {
        List<Integer> left = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        return IntStream.range(0, n)
                .mapToObj(i -> left.remove(between(0, left.size() - 1)))
                .toList();
    }

    /** Returns the source of operands. */
    RandomOperands operands() {
        return operands;
    }

    /** Returns the choices so far. */
    List<Integer> taken() {
        return List.copyOf(taken);
    }

    /** Returns the lower bound of each choice so far. */
    List<Integer> lowest() {
        return List.copyOf(lowest);
    }
}
