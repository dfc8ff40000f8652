package org.pushforward.benchmark.report;

/** What a sample is, and so how it is drawn: a point of the plane, a vector, a picture, or a field on a grid. */
public sealed interface Domain permits Plane, Vectors, Pictures, Field {

    /** Returns how many numbers a sample has. */
    int dimension();
}
