package org.pushforward.benchmark.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
            String.class, ScalarFormat.TEXT,
            Duration.class, ScalarFormat.DURATIONS);

    private final Kinds kinds;

    Formats(Kinds kinds) {
        this.kinds = kinds;
    }

    /**
     * Returns the format of a type; of an optional type, that of what may be present.
     *
     * @throws IllegalArgumentException if a component of that type cannot be written as YAML
     */
    @SuppressWarnings({"unchecked", "rawtypes"}) // The type of the result is the type that is looked up.
    Format<Object> of(Type type) {
        if (SCALARS.containsKey(type)) {
            return (Format<Object>) SCALARS.get(type);
        }
        if (type instanceof ParameterizedType generic) {
            Format<Object> argument = of(generic.getActualTypeArguments()[0]);
            if (generic.getRawType() == Optional.class) {
                return argument;
            }
            if (generic.getRawType() == List.class) {
                return (Format) new ListFormat<>(argument);
            }
        }
        if (type instanceof Class<?> known) {
            if (known.isEnum()) {
                return (Format<Object>) (Format) ScalarFormat.enumeration((Class) known);
            }
            if (known.isRecord()) {
                return (Format) new RecordFormat<>(known, this);
            }
            if (known.isAnnotationPresent(ChosenBy.class)) {
                return (Format) new ChoiceFormat<>(known, kinds, this);
            }
        }
        throw new IllegalArgumentException("a component of type " + type.getTypeName() + " has no form in YAML");
    }
}
