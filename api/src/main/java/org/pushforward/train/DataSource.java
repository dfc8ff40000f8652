package org.pushforward.train;

import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** A law that float32 samples can be drawn from. Implementations are safe for use by several threads. */
public interface DataSource {

    /** Returns the shape of one sample. */
    Shape sampleShape();

    /** Returns independent samples, one after another along the first axis; the same key gives the same samples. */
    HostArray draw(RandomKey key, int count);
}
