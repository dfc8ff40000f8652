package org.pushforward.files;

import org.pushforward.Stability;

/** What is done where a number is missing. */
@Stability(Stability.Level.EXPERIMENTAL)
public enum Missing {
    /** The file is refused, with the column and how many are missing. */
    REFUSE,
    /** Rows that lack a number are left out. */
    DROP,
    /** The mean of the column in training rows stands there. */
    MEAN,
    /** The median of the column in training rows stands there. */
    MEDIAN
}
