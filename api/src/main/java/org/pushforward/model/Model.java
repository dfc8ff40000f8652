package org.pushforward.model;

import java.util.List;
import java.util.stream.Stream;
import org.pushforward.Stability;
import org.pushforward.data.Schema;
import org.pushforward.nn.Parameter;

/**
 * A model that learns from data: its parameters, the columns of its data, and its default objective.
 *
 * <p>Other interfaces of this package describe further capabilities: {@link DensityModel}, {@link SampledModel}, {@link EncodingModel}.
 * {@link org.pushforward.train.Trained} combines a model with the values of its parameters.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public interface Model {

    /** Returns the columns of its training data. */
    Schema schema();

    /** Returns its parameters in groups; each group has its own optimizer. */
    List<ParameterGroup> groups();

    /** Returns the values that training replaces without a gradient; none by default. */
    default List<Parameter> buffers() {
        return List.of();
    }

    /** Describes one step of its default objective. */
    void learn(Step step);

    /** Describes the initialization before the first step; does nothing by default. */
    default void begin(Step step) {}

    /** Returns the parameters of all groups. */
    default List<Parameter> parameters() {
        return groups().stream().flatMap(group -> group.parameters().stream()).toList();
    }

    /** Returns parameters and buffers, which together are the values of a trained model. */
    default List<Parameter> variables() {
        return Stream.concat(parameters().stream(), buffers().stream()).toList();
    }
}
