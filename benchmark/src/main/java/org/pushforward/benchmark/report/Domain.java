package org.pushforward.benchmark.report;

/** What a sample is, and so how it is drawn: a point of the plane, or a field on a grid. */
public sealed interface Domain permits Plane, Field {

    /** Returns how many numbers a sample has. */
    int dimension();
}
