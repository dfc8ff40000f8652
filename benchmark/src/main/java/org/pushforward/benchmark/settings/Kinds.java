package org.pushforward.benchmark.settings;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The records that may stand where an interface marked {@link ChosenBy} is asked for, by name. Immutable. */
public final class Kinds {
    private final Map<Class<?>, Map<String, Class<?>>> byInterface = new LinkedHashMap<>();

    /**
     * Collects records; of two of one interface and kind the later one counts.
     *
     * @throws IllegalArgumentException if one is not a record, is not marked {@link Kind}, or implements no interface
     *     marked {@link ChosenBy}
     */
    public Kinds(Collection<? extends Class<?>> records) {
        for (Class<?> record : records) {
            if (!record.isRecord() || !record.isAnnotationPresent(Kind.class)) {
                throw new IllegalArgumentException(record + ": expected a record with @Kind(\"its-name\")");
            }
            byInterface
                    .computeIfAbsent(choiceOf(record), choice -> new LinkedHashMap<>())
                    .put(nameOf(record), record);
        }
    }

    private static Class<?> choiceOf(Class<?> record) {
        return Arrays.stream(record.getInterfaces())
                .filter(type -> type.isAnnotationPresent(ChosenBy.class))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        record + ": expected it to implement an interface with @ChosenBy"));
    }

    /** Returns the name by which a record is chosen. */
    public static String nameOf(Class<?> record) {
        return record.getAnnotation(Kind.class).value();
    }

    /** Returns the records that may stand where an interface is asked for, by name. */
    public Map<String, Class<?>> of(Class<?> choice) {
        return Collections.unmodifiableMap(byInterface.getOrDefault(choice, Map.of()));
    }
}
