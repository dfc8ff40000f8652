package org.pushforward.benchmark.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.settings.ChosenBy;

/** The format of each type that a component of a record may have. */
final class Formats {
    private static final Map<Type, Format<?>> SCALARS = Map.of(
            int.class, ScalarFormat.INTEGER,
            Integer.class, ScalarFormat.INTEGER,
            long.class, ScalarFormat.LONG,
            Long.class, ScalarFormat.LONG,
            double.class, ScalarFormat.DOUBLE,
            Double.class, ScalarFormat.DOUBLE,
            boolean.class, ScalarFormat.BOOLEAN,
            Boolean.class, ScalarFormat.BOOLEAN,
            String.class, ScalarFormat.TEXT,
            Duration.class, ScalarFormat.DURATIONS);

    private final ClassLoader loader;
    private final Map<Class<?>, Format<?>> known = new HashMap<>();

    Formats(ClassLoader loader) {
        this.loader = loader;
    }

    /** Returns the class loader that finds services. */
    ClassLoader loader() {
        return loader;
    }

    /** Returns the format of a record. It is the same object for each call, so that records may contain themselves. */
    @SuppressWarnings(
            "unchecked") // This cast is safe, because the map contains the format of each record under its class.
    <T> RecordFormat<T> record(Class<T> type) {
        return (RecordFormat<T>) known.computeIfAbsent(type, any -> new RecordFormat<>(type, this));
    }

    /**
     * Returns the format of a type; for an optional type, the format of its value.
     *
     * @throws IllegalArgumentException if there is none
     */
    @SuppressWarnings({"unchecked", "rawtypes"}) // This cast is safe, because the format is looked up by its type.
    Format<Object> of(Type type) {
        if (SCALARS.containsKey(type)) {
            return (Format<Object>) SCALARS.get(type);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == Optional.class) {
                return of(arguments[0]);
            }
            if (generic.getRawType() == List.class) {
                return (Format) new ListFormat<>(of(arguments[0]));
            }
            if (generic.getRawType() == Map.class && arguments[0] == String.class) {
                return (Format) new MapFormat<>(of(arguments[1]));
            }
        }
        if (type instanceof Class<?> plain) {
            if (plain.isEnum()) {
                return (Format<Object>) (Format) ScalarFormat.enumeration((Class) plain);
            }
            if (plain.isRecord()) {
                return (Format) record(plain);
            }
            if (plain.isAnnotationPresent(ChosenBy.class)) {
                return (Format) known.computeIfAbsent(plain, any -> new ChoiceFormat<>(plain, this));
            }
        }
        throw new IllegalArgumentException(
                "expected a number, text, true or false, a duration, an enumeration, a record, an"
                        + " interface marked @ChosenBy, or an Optional, a List or a Map<String, ...> of them");
    }
}
