package org.pushforward.benchmark.report.agreement;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * How far each pair of engines is apart: the largest difference over all data sets and models.
 *
 * @param agreements the differences of each model on each pair of engines
 */
public record AgreementMatrix(List<EngineAgreement> agreements) {
    /** Copies the list. */
    public AgreementMatrix {
        agreements = List.copyOf(agreements);
    }

    /** Returns the engines, in the order in which they first appear. */
    public List<String> engines() {
        return agreements.stream()
                .flatMap(agreement -> Stream.of(agreement.reference(), agreement.backend()))
                .distinct()
                .toList();
    }

    /** Returns whether there is more than one pair. */
    public boolean hasSeveralPairs() {
        return engines().size() > 2;
    }

    /**
     * Returns the largest difference of two engines, in either order; empty if no model was trained on both. It is NaN if one of
     * the differences is.
     *
     * @param measure what of an agreement is meant, such as {@link EngineAgreement#losses}
     */
    public OptionalDouble largest(String a, String b, ToDoubleFunction<EngineAgreement> measure) {
        return agreements.stream()
                .filter(agreement ->
                        agreement.reference().equals(a) && agreement.backend().equals(b)
                                || agreement.reference().equals(b)
                                        && agreement.backend().equals(a))
                .mapToDouble(measure)
                .reduce(Math::max);
    }
}
