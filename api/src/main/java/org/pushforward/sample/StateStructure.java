package org.pushforward.sample;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.pushforward.graph.Tensor;

/**
 * Converts a sampler's state to a list of tensors and back. A state is a tensor, a record whose components are states, or a list of
 * states.
 */
final class StateStructure {
    private final Object example;
    private final List<Tensor> leaves;

    private StateStructure(Object example) {
        this.example = example;
        this.leaves = new ArrayList<>();
        collect(example, leaves);
    }

    /**
     * Returns the structure of a state.
     *
     * @throws IllegalArgumentException if a part is not a tensor, a record or a list; the message names it
     */
    static StateStructure of(Object state) {
        return new StateStructure(state);
    }

    /** Returns the tensors in order. */
    List<Tensor> leaves() {
        return leaves;
    }

    private static void collect(Object part, List<Tensor> into) {
        if (part instanceof Tensor tensor) {
            into.add(tensor);
        } else if (part instanceof Record) {
            for (RecordComponent component : part.getClass().getRecordComponents()) {
                collect(value(component, part), into);
            }
        } else if (part instanceof List<?> parts) {
            parts.forEach(each -> collect(each, into));
        } else {
            throw new IllegalArgumentException(
                    "a sampler's state holds " + part
                            + ": expected a tensor, or a record or list of tensors; return numbers that change from coefficients()");
        }
    }

    /**
     * Checks that another state has this structure: the same records, and tensors of the same types.
     *
     * @throws IllegalArgumentException if the structures differ; the message contains both
     */
    void checkSame(String what, Object other) {
        String expected = describe(example);
        String actual = describe(other);
        if (!expected.equals(actual)) {
            throw new IllegalArgumentException(
                    what + " gives a state " + actual + ": expected one like that of init(), " + expected
                            + "; a state belongs to the sampler that made it");
        }
    }

    private static String describe(Object part) {
        if (part instanceof Tensor tensor) {
            return tensor.type().toString();
        }
        List<String> parts = new ArrayList<>();
        if (part instanceof List<?> list) {
            list.forEach(each -> parts.add(describe(each)));
            return parts.toString();
        }
        if (!(part instanceof Record)) {
            return String.valueOf(part);
        }
        for (RecordComponent component : part.getClass().getRecordComponents()) {
            parts.add(component.getName() + "=" + describe(value(component, part)));
        }
        return part.getClass().getSimpleName() + parts;
    }

    /** Returns a state of this structure with other tensors. */
    Object with(List<Tensor> tensors) {
        return rebuild(example, tensors.iterator());
    }

    private static Object rebuild(Object part, Iterator<Tensor> tensors) {
        if (part instanceof Tensor) {
            return tensors.next();
        }
        if (part instanceof List<?> parts) {
            return parts.stream().map(each -> rebuild(each, tensors)).toList();
        }
        RecordComponent[] components = part.getClass().getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> rebuild(value(component, part), tensors))
                .toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var constructor = part.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    "the state " + part.getClass().getName() + " refuses its tensors", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("the state " + part.getClass().getName() + " cannot be made again", e);
        }
    }

    private static Object value(RecordComponent component, Object record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("the state " + record.getClass().getName() + " cannot be read", e);
        }
    }
}
