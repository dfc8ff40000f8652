package org.pushforward.checkpoint;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.settings.ChosenBy;
import org.pushforward.tensor.TensorType;

/** The forms of all types that a record component can have. */
final class Forms {
    private static final Map<Type, Form<?>> SCALARS = Map.ofEntries(
            Map.entry(int.class, ScalarForm.INTEGER),
            Map.entry(Integer.class, ScalarForm.INTEGER),
            Map.entry(long.class, ScalarForm.LONG),
            Map.entry(Long.class, ScalarForm.LONG),
            Map.entry(double.class, ScalarForm.DOUBLE),
            Map.entry(Double.class, ScalarForm.DOUBLE),
            Map.entry(boolean.class, ScalarForm.BOOLEAN),
            Map.entry(Boolean.class, ScalarForm.BOOLEAN),
            Map.entry(String.class, ScalarForm.TEXT),
            Map.entry(Duration.class, ScalarForm.DURATION),
            Map.entry(Instant.class, ScalarForm.INSTANT),
            Map.entry(TensorType.class, ScalarForm.TYPE),
            Map.entry(Subtree.class, new Subtree.Unconverted()));

    /**
     * Returns the form of a type; for an optional type, the form of its content.
     *
     * @param component the name of the component, for the message
     * @throws IllegalArgumentException if values of that type cannot be represented in JSON
     */
    @SuppressWarnings({"unchecked", "rawtypes"}) // The type of the result is the type that is looked up.
    Form<Object> of(Type type, String component) {
        if (SCALARS.containsKey(type)) {
            return (Form<Object>) SCALARS.get(type);
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == Optional.class) {
                return of(arguments[0], component);
            }
            if (generic.getRawType() == List.class) {
                return (Form) new ListForm<>(of(arguments[0], component));
            }
            if (generic.getRawType() == Map.class && arguments[0] == String.class) {
                return (Form) new MapForm<>(of(arguments[1], component));
            }
        }
        if (type instanceof Class<?> known) {
            if (known.isEnum()) {
                return (Form<Object>) (Form) ScalarForm.enumeration((Class) known);
            }
            if (known.isRecord()) {
                return (Form) new RecordForm<>(known, Optional.empty(), this);
            }
            if (known.isAnnotationPresent(ChosenBy.class)) {
                return (Form) new ChoiceForm<>(known, this);
            }
        }
        throw new IllegalArgumentException(component + " of type " + type.getTypeName() + " has no form in JSON:"
                + " expected a number, text, a truth value, an enum, a duration, a record, an interface marked @ChosenBy,"
                + " or an Optional, a List or a Map with text as keys of one of these");
    }

    private record ListForm<T>(Form<T> element) implements Form<List<T>> {
        @Override
        public List<T> read(Object tree, Place at) {
            if (!(tree instanceof List<?> elements)) {
                throw at.wrong("expected an array, not " + ScalarForm.said(tree));
            }
            List<T> values = new ArrayList<>(elements.size());
            for (int i = 0; i < elements.size(); i++) {
                values.add(element.read(elements.get(i), at.child(i)));
            }
            return values;
        }

        @Override
        public Object write(List<T> values) {
            return values.stream().map(element::write).toList();
        }
    }

    private record MapForm<T>(Form<T> element) implements Form<Map<String, T>> {
        @Override
        public Map<String, T> read(Object tree, Place at) {
            Map<String, T> values = new LinkedHashMap<>();
            RecordForm.members(tree, at, "of any keys")
                    .forEach((key, value) -> values.put(key, element.read(value, at.child(key))));
            return values;
        }

        @Override
        public Object write(Map<String, T> values) {
            Map<String, Object> members = new LinkedHashMap<>();
            values.forEach((key, value) -> members.put(key, element.write(value)));
            return members;
        }
    }
}
