package org.pushforward.zoo;

import org.pushforward.tensor.Shape;
import org.pushforward.train.TrainingProcedure;

/** A law that is learnt from samples: how it learns, and how samples are drawn from it. */
public interface GenerativeModel extends TrainingProcedure {

    /** Returns the shape of one sample. */
    Shape sampleShape();

    /** Returns the sampler that the model is usually drawn from with. */
    Sampler sampler();
}
