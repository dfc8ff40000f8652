package org.pushforward.graph.text;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.pushforward.graph.Primitive;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Primitives and their attributes as text. A record is written as its components in brackets, such
 * as {@code [axis=1, reverse=false]}. The type of a component determines how it is written and read.
 */
final class AttributeText {
    private static final Map<Class<?>, Function<TextCursor, Object>> READERS = Map.of(
            int.class, TextCursor::integer,
            double.class, TextCursor::real,
            boolean.class, TextCursor::truth,
            List.class, TextCursor::integers,
            Shape.class, TextCursor::shape,
            DType.class, TextCursor::dtype,
            TensorType.class, TextCursor::type,
            HostArray.class, ArrayText::read);

    private AttributeText() {}

    /** Returns the name and attributes of a primitive. */
    static String of(Primitive primitive) {
        String attributes = components(primitive);
        return attributes.equals("[]") ? primitive.name() : primitive.name() + attributes;
    }

    private static String components(Object value) {
        return Arrays.stream(value.getClass().getRecordComponents())
                .map(component -> component.getName() + "=" + text(valueOf(component, value)))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static Object valueOf(RecordComponent component, Object value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("attribute " + component + " of " + value, e);
        }
    }

    private static String text(Object value) {
        if (value instanceof HostArray array) {
            return ArrayText.of(array);
        }
        return value instanceof Record && !(value instanceof TensorType) ? components(value) : value.toString();
    }

    /** Reads a primitive. */
    static Primitive read(TextCursor text) {
        int start = text.position();
        String name = text.name("the name of a primitive");
        Class<? extends Primitive> type = PrimitiveTable.find(name)
                .orElseThrow(() -> text.unexpected(
                        start, "the name of a primitive: the closest is " + PrimitiveTable.nearest(name)));
        return record(text, type);
    }

    private static <T> T record(TextCursor text, Class<T> type) {
        int start = text.position();
        RecordComponent[] components = type.getRecordComponents();
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : components) {
            text.expect((values.isEmpty() ? "[" : ", ") + component.getName() + "=");
            values.add(value(text, component.getType()));
        }
        if (components.length > 0) {
            text.expect("]");
        }
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return type.getDeclaredConstructor(types).newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            throw text.error(start, e.getCause().getMessage());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("constructor of " + type, e);
        }
    }

    private static Object value(TextCursor text, Class<?> type) {
        return type.isRecord() && type != TensorType.class
                ? record(text, type)
                : READERS.get(type).apply(text);
    }
}
