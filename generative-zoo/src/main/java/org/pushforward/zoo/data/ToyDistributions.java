package org.pushforward.zoo.data;

import java.util.List;
import java.util.stream.Collectors;

/** The toy distributions of this package, by name. */
public final class ToyDistributions {
    private static final List<ToyDistribution> ALL = List.of(new TwoMoons(), new EightGaussians(), new Checkerboard());

    private ToyDistributions() {}

    /** Returns all toy distributions. */
    public static List<ToyDistribution> all() {
        return ALL;
    }

    /**
     * Returns the distribution with a name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the valid names
     */
    public static ToyDistribution named(String name) {
        return ALL.stream()
                .filter(distribution -> distribution.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no toy distribution '" + name + "': expected one of "
                        + ALL.stream().map(ToyDistribution::name).collect(Collectors.joining(", "))));
    }
}
