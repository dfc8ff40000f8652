package org.pushforward.model;

import org.pushforward.Stability;

/**
 * What a model is built from: the settings of its family, and the data that it is for.
 *
 * @param family the settings
 * @param data what the family knows of the data
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Blueprint(Family family, DataType data) {

    /** Returns a new model; two of one blueprint have variables of the same paths and shapes. */
    public Model build() {
        return family.build(data);
    }
}
