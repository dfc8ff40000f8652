package org.pushforward.metrics.field;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.pushforward.metrics.inference.Estimate;

/** Collects terms of fields by radius. */
final class Rings {
    private static final class Sums {
        private double radii;
        private int terms;
        private final double[] values;

        Sums(int fields) {
            values = new double[fields];
        }
    }

    private final int fields;
    private final TreeMap<Long, Sums> sums = new TreeMap<>();

    Rings(int fields) {
        this.fields = fields;
    }

    /** Adds a number of terms at a radius, given their sum for each field. */
    void add(long ring, double radius, int terms, double[] values) {
        Sums into = sums.computeIfAbsent(ring, any -> new Sums(fields));
        into.radii += terms * radius;
        into.terms += terms;
        for (int i = 0; i < fields; i++) {
            into.values[i] += values[i];
        }
    }

    List<Ring> means() {
        List<Ring> rings = new ArrayList<>();
        for (Sums each : sums.values()) {
            double[] means = each.values.clone();
            for (int i = 0; i < fields; i++) {
                means[i] /= each.terms;
            }
            rings.add(new Ring(each.radii / each.terms, each.terms, Estimate.of(means)));
        }
        return List.copyOf(rings);
    }
}
