package org.pushforward.conformance.models;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.conformance.check.Agreement;
import org.pushforward.conformance.check.MeasuredError;
import org.pushforward.model.ParameterGroup;
import org.pushforward.nn.FlatParameters;
import org.pushforward.tensor.HostArray;

/**
 * The errors of vectors with a part for each parameter: gradients, parameters, and moments.
 *
 * <p>Each part is judged relative to its own largest element, so that a wrong layer shows even if other layers have far larger
 * gradients. Some parts, such as the bias before a normalization, should be zero and hold only the rounding of terms that
 * cancel, which are as large as gradients elsewhere. So a part is never judged more strictly than relative to {@value
 * #SMALLEST_SCALE} of the largest element of the vector: an error of 1e-4 then is 1e-6 of that element, eight units in the
 * last place of float32.
 */
final class ParameterErrors {
    /** The smallest scale of a part, relative to the largest element of the vector. */
    static final double SMALLEST_SCALE = 1e-2;

    private final List<ParameterGroup> groups;

    ParameterErrors(List<ParameterGroup> groups) {
        this.groups = List.copyOf(groups);
    }

    /**
     * Compares an output or a state of a training program with the oracle's.
     *
     * @param quantity the quantity, with its tolerance
     * @param name the name of the output or the state, which begins with the name of its group if it is a vector
     * @param more what passes besides the tolerance
     * @throws AssertionError if it is off by more than allowed, naming the parameter
     */
    MeasuredError check(Agreement quantity, String name, HostArray actual, HostArray expected, double more) {
        Optional<FlatParameters> layout = groups.stream()
                .filter(group -> name.equals(group.name()) || name.startsWith(group.name() + "."))
                .map(ParameterGroup::flat)
                .filter(flat -> flat.type().shape().equals(expected.shape()))
                .findFirst();
        if (layout.isEmpty()) {
            return quantity.check(name, Oracle.relativeError(actual, expected), more);
        }
        double scale = SMALLEST_SCALE * largest(expected);
        Map<String, HostArray> parts = layout.get().unpack(actual).byPath();
        return layout.get().unpack(expected).byPath().entrySet().stream()
                .map(part -> quantity.check(
                        name + " of parameter " + part.getKey(),
                        error(parts.get(part.getKey()), part.getValue(), scale),
                        more))
                .reduce(MeasuredError.NONE, MeasuredError::and);
    }

    private static double error(HostArray actual, HostArray expected, double smallestScale) {
        double difference = 0;
        for (int i = 0; i < expected.size(); i++) {
            double apart = Math.abs(actual.get(i) - expected.get(i));
            difference = Double.isNaN(apart) ? Double.POSITIVE_INFINITY : Math.max(difference, apart);
        }
        return difference == 0 ? 0 : difference / Math.max(largest(expected), smallestScale);
    }

    private static double largest(HostArray array) {
        return DoubleStream.of(array.toDoubles()).map(Math::abs).max().orElse(0);
    }
}
