package org.pushforward.train;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.pushforward.optim.LearningRate;
import org.pushforward.optim.Optimizer;

/** Describes optimizers for readers, such as {@code Adam(rate 0.001, beta1 0.9, beta2 0.999, epsilon 1.0E-8, decay 0.0)}. */
final class OptimizerText {
    private OptimizerText() {}

    /** Returns the name of an optimizer; if it is a record, with its components. A schedule is shown by its rate at a step. */
    static String of(Optimizer optimizer, long step) {
        String name = optimizer.getClass().getSimpleName();
        if (!optimizer.getClass().isRecord()) {
            return name;
        }
        return Arrays.stream(optimizer.getClass().getRecordComponents())
                .map(component -> component.getName() + " " + value(component, optimizer, step))
                .collect(Collectors.joining(", ", name + "(", ")"));
    }

    private static String value(RecordComponent component, Optimizer optimizer, long step) {
        Object value;
        try {
            component.getAccessor().trySetAccessible();
            value = component.getAccessor().invoke(optimizer);
        } catch (ReflectiveOperationException e) {
            return "?";
        }
        if (value instanceof LearningRate rate) {
            return String.valueOf(rate.at(step));
        }
        return value instanceof Optimizer inner ? of(inner, step) : String.valueOf(value);
    }
}
