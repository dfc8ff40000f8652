package org.pushforward.conformance.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.pushforward.conformance.check.Samples;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

/**
 * The whole numbers from which a generated case is made: lengths of axes, ranks, attributes. They are drawn from a seed and
 * the name of the case, or given again, smaller, to find the smallest case that fails. Values come from a key of the same
 * seed and name. Not safe for use by several threads.
 */
final class Choices {
    private final SplittableRandom random;
    private final List<Integer> given;
    private final List<Integer> taken = new ArrayList<>();
    private final List<Integer> lowest = new ArrayList<>();
    private final Samples values;

    private Choices(long seed, String name, List<Integer> given) {
        this.random = new SplittableRandom(mix(seed ^ name.hashCode()));
        this.given = given;
        this.values = new Samples(RandomKey.of(seed).fold(name));
    }

    /** Returns choices to be drawn. */
    static Choices drawn(long seed, String name) {
        return new Choices(seed, name, List.of());
    }

    /** Returns these choices again where they are allowed, and drawn ones after them. */
    static Choices given(long seed, String name, List<Integer> choices) {
        return new Choices(seed, name, choices);
    }

    /** The finaliser of SplitMix64, so that near seeds give far choices. */
    private static long mix(long z) {
        long y = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        y = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
        return y ^ (y >>> 31);
    }

    /** Returns a number from one inclusive to another inclusive; the lower is the simpler. */
    int between(int low, int high) {
        int position = taken.size();
        int choice = position < given.size()
                ? Math.max(low, Math.min(high, given.get(position)))
                : random.nextInt(low, high + 1);
        taken.add(choice);
        lowest.add(low);
        return choice;
    }

    /** Returns whether to; not to is the simpler. */
    boolean coin() {
        return between(0, 1) == 1;
    }

    /** Returns a shape of some rank whose axes have lengths up to a largest one. */
    Shape shape(int lowestRank, int highestRank, int shortest, int longest) {
        return Shape.of(numbers(between(lowestRank, highestRank), shortest, longest).stream()
                .mapToInt(i -> i)
                .toArray());
    }

    /** Returns n numbers from one inclusive to another inclusive. */
    List<Integer> numbers(int n, int low, int high) {
        return IntStream.range(0, n).mapToObj(i -> between(low, high)).toList();
    }

    /** Returns each number below n or not, ascending. */
    List<Integer> subset(int n) {
        return IntStream.range(0, n).filter(i -> coin()).boxed().toList();
    }

    /** Returns the numbers below n in some order. */
    List<Integer> permutation(int n) {
        List<Integer> left = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        return IntStream.range(0, n)
                .mapToObj(i -> left.remove(between(0, left.size() - 1)))
                .toList();
    }

    /** Returns what values are drawn from. */
    Samples values() {
        return values;
    }

    /** Returns what was chosen. */
    List<Integer> taken() {
        return List.copyOf(taken);
    }

    /** Returns the lowest number that each choice could have been. */
    List<Integer> lowest() {
        return List.copyOf(lowest);
    }
}
