package org.pushforward.backend.support;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pushforward.Stability;
import org.pushforward.graph.Primitive;

/** The closed set of primitives. */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Primitives {
    private Primitives() {}

    /** Returns every primitive, found by walking the sealed interfaces. */
    public static Set<Class<? extends Primitive>> all() {
        return records(Primitive.class).collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<Class<? extends Primitive>> records(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type.asSubclass(Primitive.class))
                : Arrays.stream(type.getPermittedSubclasses()).flatMap(Primitives::records);
    }
}
