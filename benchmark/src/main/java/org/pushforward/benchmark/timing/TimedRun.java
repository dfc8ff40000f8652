package org.pushforward.benchmark.timing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.pushforward.benchmark.workload.Workload;
import org.pushforward.tensor.HostArray;

/** A summary of the result of a step: one value, or the moments of samples. */
public sealed interface TimedRun {

    /** Returns this as a JSON object. */
    ObjectNode toJson();

    /**
     * A loss, a distance, or a mean log-density.
     *
     * @param value the number
     */
    record ScalarResult(double value) implements TimedRun {
        @Override
        public ObjectNode toJson() {
            return JsonNodeFactory.instance.objectNode().put("value", value);
        }
    }

    /**
     * Samples.
     *
     * @param mean the mean of all their numbers
     * @param std their standard deviation, with n - 1 in the denominator
     * @param finite whether all are finite
     */
    record SampleMoments(double mean, double std, boolean finite) implements TimedRun {
        @Override
        public ObjectNode toJson() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("mean", mean)
                    .put("std", std)
                    .put("finite", finite);
        }
    }

    /** Returns the summary of a result. */
    static TimedRun of(Workload.ResultKind kind, HostArray result) {
        double sum = 0;
        for (int i = 0; i < result.size(); i++) {
            sum += result.get(i);
        }
        double mean = sum / result.size();
        if (kind != Workload.ResultKind.SAMPLE) {
            return new ScalarResult(mean);
        }
        double squares = 0;
        for (int i = 0; i < result.size(); i++) {
            squares += (result.get(i) - mean) * (result.get(i) - mean);
        }
        return new SampleMoments(mean, Math.sqrt(squares / (result.size() - 1)), result.isFinite());
    }
}
