package org.pushforward.files;

import org.pushforward.Stability;

/** How missing numbers are handled. */
@Stability(Stability.Level.EXPERIMENTAL)
public enum Missing {
    /** Refuses the file, and reports how many numbers each column lacks. */
    REFUSE,
    /** Leaves out rows with a missing number. */
    DROP,
    /** Replaces a missing number with the mean of its column in the training rows. */
    MEAN,
    /** Replaces a missing number with the median of its column in the training rows. */
    MEDIAN
}
