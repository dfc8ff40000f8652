package org.pushforward.benchmark.report;

/** The kind of a sample, which determines how it is drawn: a point of the plane, a vector, a picture, or a field on a grid. */
public sealed interface Domain permits Plane, Vectors, Pictures, Field {

    /** Returns the number of numbers in a sample. */
    int dimension();
}
