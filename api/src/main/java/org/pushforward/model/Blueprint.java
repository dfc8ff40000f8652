package org.pushforward.model;

import org.pushforward.Stability;

/**
 * The specification that a model is built from: the settings of its family and the type of its data.
 *
 * @param family the settings
 * @param data the type of the data
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Blueprint(Family family, DataType data) {

    /** Builds a new model. All models of a blueprint have variables with the same paths and shapes. */
    public Model build() {
        return family.build(data);
    }
}
