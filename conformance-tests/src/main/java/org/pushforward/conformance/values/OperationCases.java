package org.pushforward.conformance.values;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.pushforward.conformance.check.ConformanceCase;

/** Cases of the values of every primitive, in every element type that it allows. */
public final class OperationCases {
    private OperationCases() {}

    /** Returns all cases. */
    public static List<ConformanceCase> all() {
        return Stream.of(
                        SourceCases.all(),
                        UnaryCases.all(),
                        RoundingCases.all(),
                        BinaryCases.all(),
                        RelationCases.all(),
                        CastCases.all(),
                        MovementCases.all(),
                        ReductionCases.all(),
                        ScanCases.all(),
                        ConvolutionCases.all(),
                        IndexingCases.all(),
                        PositionCases.all(),
                        RandomBitsCases.all(),
                        SmoothCases.all(),
                        NormalizationCases.all(),
                        AdamUpdateCases.all(),
                        CheckpointCases.all())
                .flatMap(Collection::stream)
                .toList();
    }
}
