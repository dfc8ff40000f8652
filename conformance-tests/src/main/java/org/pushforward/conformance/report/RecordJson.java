package org.pushforward.conformance.report;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Records of texts, numbers, truth values, enums, records and lists of these, as JSON (RFC 8259). */
final class RecordJson {
    private RecordJson() {}

    /** Returns a record as text. */
    static String write(Record value) {
        return text(value, "\n") + "\n";
    }

    private static String text(Object value, String indent) {
        if (value instanceof Record) {
            StringJoiner members = new StringJoiner("," + indent + "  ", "{" + indent + "  ", indent + "}");
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                members.add(quoted(component.getName()) + ": " + text(get(value, component), indent + "  "));
            }
            return members.toString();
        }
        if (value instanceof List<?> list) {
            StringJoiner elements = new StringJoiner("," + indent + "  ", "[" + indent + "  ", indent + "]");
            list.forEach(element -> elements.add(text(element, indent + "  ")));
            return list.isEmpty() ? "[]" : elements.toString();
        }
        return value instanceof Number || value instanceof Boolean ? value.toString() : quoted(value.toString());
    }

    private static Object get(Object owner, RecordComponent component) {
        try {
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("component " + component, e);
        }
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return quoted.append('"').toString();
    }

    /**
     * Returns a record from text.
     *
     * @throws IllegalArgumentException if the text is not JSON, or not of this record, saying where
     */
    static <T extends Record> T read(Class<T> type, String text) {
        return type.cast(value(type, new JsonParser(text).document(), type.getSimpleName()));
    }

    private static Object value(Type type, Object json, String where) {
        if (type instanceof ParameterizedType list && json instanceof List<?> elements) {
            List<Object> values = new ArrayList<>();
            for (Object element : elements) {
                values.add(value(list.getActualTypeArguments()[0], element, where + "[" + values.size() + "]"));
            }
            return values;
        }
        if (type instanceof Class<?> owner && owner.isRecord() && json instanceof Map<?, ?> members) {
            return construct(owner, members, where);
        }
        if (type instanceof Class<?> constants && constants.isEnum() && json instanceof String name) {
            for (Object constant : constants.getEnumConstants()) {
                if (constant.toString().equals(name)) {
                    return constant;
                }
            }
        }
        if (json instanceof Double number && type == int.class) {
            return number.intValue();
        }
        boolean fits = type == double.class && json instanceof Double
                || type == boolean.class && json instanceof Boolean
                || type == String.class && json instanceof String;
        if (!fits) {
            throw new IllegalArgumentException(where + ": expected " + type.getTypeName() + ", not " + json);
        }
        return json;
    }

    private static Object construct(Class<?> owner, Map<?, ?> members, String where) {
        RecordComponent[] components = owner.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            types[i] = components[i].getType();
            values[i] = value(components[i].getGenericType(), members.get(name), where + "." + name);
        }
        try {
            Constructor<?> constructor = owner.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(where + ": " + e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("record " + owner, e);
        }
    }
}
