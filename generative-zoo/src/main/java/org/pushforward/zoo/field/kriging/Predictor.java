package org.pushforward.zoo.field.kriging;

import org.pushforward.zoo.field.Places;

/** Predicts a field at any places from gauges that were given at construction. */
@FunctionalInterface
public interface Predictor {

    /**
     * Returns the distribution of the field at each place.
     *
     * @throws IllegalArgumentException if the places lack a covariate that the trend names
     */
    NormalPrediction predict(Places places);
}
