package org.pushforward.benchmark.run;

import org.pushforward.benchmark.report.Scores;
import org.pushforward.data.Rows;
import org.pushforward.metrics.SlicedDistance;
import org.pushforward.metrics.SlicedWasserstein;
import org.pushforward.tensor.HostArray;

/**
 * Distances between sets of samples along the directions of a comparison.
 *
 * @param metric the metric, on an engine
 * @param directions the directions
 */
record Distances(SlicedWasserstein metric, HostArray directions) {

    /** Returns the distances of vectors [count, dimension] from as many rows. */
    Scores between(HostArray vectors, Rows rows) {
        SlicedDistance distance = metric.distance(vectors, EvaluationContext.vectors(rows.x()), directions);
        return new Scores(distance.sliced(), distance.maxSliced());
    }
}
