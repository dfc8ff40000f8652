package org.pushforward.zoo.field.kriging;

import org.pushforward.zoo.field.Places;

/** Predicts a field at any places from gauges that it was made with. */
@FunctionalInterface
public interface Predictor {

    /**
     * Returns the distribution of the field at each place.
     *
     * @throws IllegalArgumentException if the places lack a covariate that the trend names
     */
    NormalPrediction predict(Places places);
}
