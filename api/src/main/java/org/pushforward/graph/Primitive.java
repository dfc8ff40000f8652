package org.pushforward.graph;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pushforward.Stability;
import org.pushforward.tensor.TensorType;

/**
 * An operation of the closed set that every engine carries.
 *
 * <p>Primitives are records without reference to their operands, so two nodes compute the same value exactly when
 * their primitives and operands are equal. Operands are never promoted nor broadcast: {@link Tensor}'s methods insert
 * the casts and broadcasts that a primitive needs.
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

    /** Returns the name in the field's words, such as {@code reduce_sum}. */
    default String name() {
        return name(getClass());
    }

    /** Returns the name of every primitive of a class: a graph is read back by it, so no two classes share one. */
    static String name(Class<? extends Primitive> type) {
        // What is a part of an update by Adam says little without the name.
        String family = AdamUpdate.class.isAssignableFrom(type) ? "adam_" : "";
        return family
                + type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    /** Returns the text form: the name, then the attributes in brackets, such as {@code reduce_sum[axes=[0]]}. */
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
