package org.pushforward.zoo.data;

import java.util.List;
import java.util.stream.Collectors;

/** The toy laws of this package, by name. */
public final class ToyLaws {
    private static final List<ToyLaw> ALL = List.of(new TwoMoons(), new EightGaussians(), new Checkerboard());

    private ToyLaws() {}

    /** Returns all of them. */
    public static List<ToyLaw> all() {
        return ALL;
    }

    /**
     * Returns the law of a name.
     *
     * @throws IllegalArgumentException if there is none, listing those that there are
     */
    public static ToyLaw named(String name) {
        return ALL.stream()
                .filter(law -> law.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no toy law '" + name + "': expected one of "
                        + ALL.stream().map(ToyLaw::name).collect(Collectors.joining(", "))));
    }
}
