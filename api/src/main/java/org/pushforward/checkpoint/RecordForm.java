package org.pushforward.checkpoint;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.settings.KeyName;
import org.pushforward.settings.SettingException;

/** The form of a record: an object whose keys are the components. Absent keys take the values of the no-argument constructor. */
final class RecordForm<T> implements Form<T> {
    private final Class<T> type;
    private final Optional<String> choice;
    private final Map<String, RecordComponent> components = new LinkedHashMap<>();
    private final Map<String, Form<Object>> forms = new LinkedHashMap<>();

    /**
     * Makes the form of a record.
     *
     * @param choice the key that named this record, for messages
     * @throws IllegalArgumentException if a component cannot be represented in JSON; the message names it
     */
    RecordForm(Class<T> type, Optional<String> choice, Forms all) {
        this.type = type;
        this.choice = choice;
        for (RecordComponent component : type.getRecordComponents()) {
            String key = KeyName.of(component.getName());
            components.put(key, component);
            forms.put(key, all.of(component.getGenericType(), type.getSimpleName() + "." + component.getName()));
        }
    }

    /** Returns a copy of the members of an object. */
    static Map<String, Object> members(Object tree, Place at, String expected) {
        if (!(tree instanceof Map<?, ?> members)) {
            throw at.wrong("expected an object " + expected + ", not " + ScalarForm.said(tree));
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        members.forEach((key, value) -> copy.put((String) key, value));
        return copy;
    }

    @Override
    public T read(Object tree, Place at) {
        Map<String, Object> members = members(tree, at, "with keys among " + String.join(", ", components.keySet()));
        List<String> names = new ArrayList<>(components.keySet());
        choice.ifPresent(key -> names.add(0, key));
        for (String key : members.keySet()) {
            if (!components.containsKey(key)) {
                throw at.child(key).wrong("unknown key: " + KeyName.advice(key, names));
            }
        }
        Optional<T> defaults = defaults();
        List<Object> arguments = new ArrayList<>();
        components.forEach((key, component) -> {
            boolean optional = component.getType() == Optional.class;
            if (members.containsKey(key) && !(optional && members.get(key) == null)) {
                Object value = forms.get(key).read(members.get(key), at.child(key));
                arguments.add(optional ? Optional.of(value) : value);
            } else if (defaults.isPresent()) {
                arguments.add(value(component, defaults.get()));
            } else if (optional) {
                arguments.add(Optional.empty());
            } else {
                throw at.wrong("missing key '" + key + "'");
            }
        });
        return construct(arguments, at);
    }

    private Optional<T> defaults() {
        return Arrays.stream(type.getDeclaredConstructors())
                .filter(constructor -> constructor.getParameterCount() == 0)
                .findFirst()
                .map(constructor -> type.cast(made(constructor, List.of(), Place.of(type.getSimpleName()))));
    }

    private T construct(List<Object> arguments, Place at) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return type.cast(made(type.getDeclaredConstructor(types), arguments, at));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record without its constructor: " + type, e);
        }
    }

    private static Object made(Constructor<?> constructor, List<Object> arguments, Place at) {
        try {
            constructor.trySetAccessible();
            return constructor.newInstance(arguments.toArray());
        } catch (InvocationTargetException e) {
            Place where =
                    e.getCause() instanceof SettingException setting ? at.child(KeyName.of(setting.component())) : at;
            CheckpointException wrong = where.wrong(String.valueOf(e.getCause().getMessage()));
            wrong.initCause(e.getCause());
            throw wrong;
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    constructor.getDeclaringClass().getName() + " is not a public record", e);
        }
    }

    private static Object value(RecordComponent component, Object record) {
        try {
            component.getAccessor().trySetAccessible();
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(record.getClass().getName() + " is not a public record", e);
        }
    }

    @Override
    public Map<String, Object> write(T record) {
        Map<String, Object> members = new LinkedHashMap<>();
        components.forEach((key, component) -> {
            Object value = value(component, record);
            Optional<?> present = value instanceof Optional<?> optional ? optional : Optional.of(value);
            try {
                present.ifPresent(some -> members.put(key, forms.get(key).write(some)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        type.getSimpleName() + "." + component.getName() + ": " + e.getMessage(), e);
            }
        });
        return members;
    }
}
