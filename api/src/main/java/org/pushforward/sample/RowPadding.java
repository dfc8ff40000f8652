package org.pushforward.sample;

import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;

/** Pads rows for programs with a fixed number of rows, and trims their results. */
final class RowPadding {
    private RowPadding() {}

    /** Returns the rows of a part, padded with copies of its last row. */
    static HostArray rows(HostArray all, Ladder.PaddedRun part) {
        if (part.size() == part.to() - part.from()) {
            return all.rows(part.from(), part.to());
        }
        int[] positions = new int[part.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = Math.min(part.from() + i, part.to() - 1);
        }
        return all.take(positions);
    }

    /** Returns the results of a part's own rows. Floating-point results become float32, since the interpreter returns float64. */
    static HostArray trim(HostArray result, Ladder.PaddedRun part) {
        HostArray single = result.dtype().isFloating() ? result.cast(DType.F32) : result;
        int count = part.to() - part.from();
        return count == part.size() ? single : single.rows(0, count);
    }
}
