package org.pushforward.benchmark.workload;

import java.util.OptionalInt;

/**
 * The size of a workload.
 *
 * @param batch the number of rows, samples or points, 1 or more
 * @param width the width of hidden layers, or the channels of the first level of a U-Net; 0 where there is no network
 * @param steps the number of noise levels that a sampler passes through; 0 where there is no sampler
 */
public record Size(int batch, int width, int steps) {
    /** Refuses an empty batch and negative numbers. */
    public Size {
        if (batch < 1 || width < 0 || steps < 0) {
            throw new IllegalArgumentException("batch " + batch + ", width " + width + " and " + steps
                    + " steps of a workload: expected a batch of 1 or more, and no negative number");
        }
    }

    /** Returns the size of a workload without a network and without a sampler. */
    static Size of(int batch) {
        return new Size(batch, 0, 0);
    }

    /** Returns the size of a workload with a network and without a sampler. */
    static Size of(int batch, int width) {
        return new Size(batch, width, 0);
    }

    /**
     * Returns this size with the requested changes.
     *
     * @param workload the name of the workload, for messages
     * @throws IllegalArgumentException if a width or steps are requested that the workload does not have
     */
    public Size with(String workload, Request request) {
        return new Size(
                request.batch().orElse(batch),
                replaced(workload, "width", width, request.width()),
                replaced(workload, "number of sampler steps", steps, request.steps()));
    }

    private static int replaced(String workload, String what, int standard, OptionalInt asked) {
        if (asked.isPresent() && standard == 0) {
            throw new IllegalArgumentException(
                    "workload " + workload + " has no " + what + " that could be " + asked.getAsInt());
        }
        return asked.orElse(standard);
    }

    /**
     * Requested changes of the standard size.
     *
     * @param batch the batch
     * @param width the width
     * @param steps the number of noise levels of a sampler
     */
    public record Request(OptionalInt batch, OptionalInt width, OptionalInt steps) {
        /** Refuses numbers below 1. */
        public Request {
            check("batch", batch);
            check("width", width);
            check("sampler steps", steps);
        }

        private static void check(String name, OptionalInt value) {
            if (value.orElse(1) < 1) {
                throw new IllegalArgumentException(
                        name + " = " + value.getAsInt() + " of a workload: expected 1 or more");
            }
        }

        /** Returns the request for the standard size. */
        public static Request standard() {
            return new Request(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
        }

        /** Returns whether the standard size is requested. */
        public boolean isStandard() {
            return batch.isEmpty() && width.isEmpty() && steps.isEmpty();
        }
    }
}
