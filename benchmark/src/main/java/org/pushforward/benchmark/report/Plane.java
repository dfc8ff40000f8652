package org.pushforward.benchmark.report;

/** Points of the plane: samples are [count, 2]. */
public record Plane() implements Domain {

    @Override
    public int dimension() {
        return 2;
    }
}
