package org.pushforward.graph;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pushforward.Stability;
import org.pushforward.tensor.TensorType;

/**
 * An operation of the closed set that every engine supports.
 *
 * <p>Primitives are records that do not refer to their operands, so two nodes with equal primitives and the same
 * operands compute the same value. A primitive never promotes or broadcasts its operands; the methods of {@link Tensor}
 * insert the broadcasts that it needs.
 */
@Stability(Stability.Level.STABLE)
public sealed interface Primitive
        permits Source, Elementwise, Movement, Reduction, Scan, Contraction, Indexing, RandomBits, Composite {

    /**
     * The shape rule: the type of the result.
     *
     * @param operands the types of the operands, in order
     * @throws IllegalArgumentException saying what was expected, if the operands do not fit
     */
    TensorType infer(List<TensorType> operands);

    /** Returns the name in snake case, such as {@code reduce_sum}. */
    default String name() {
        return name(getClass());
    }

    /**
     * Returns the name of the primitives of a class. Stored graphs refer to primitives by name, so names are unique.
     */
    static String name(Class<? extends Primitive> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    /** Returns the text form: the name and the attributes in brackets, such as {@code reduce_sum[axes=[0]]}. */
    default String text() {
        List<String> attributes = new ArrayList<>();
        for (RecordComponent component : getClass().getRecordComponents()) {
            try {
                attributes.add(
                        component.getName() + "=" + component.getAccessor().invoke(this));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("attribute " + component + " of " + getClass(), e);
            }
        }
        return attributes.isEmpty() ? name() : name() + attributes;
    }
}
