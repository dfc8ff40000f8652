package org.pushforward.conformance.generated;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.conformance.ConformanceSettings;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Primitive;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** The generated cases of every family of primitives. They try inputs that nobody thought of. Not safe for use by several threads. */
public final class GeneratedCases {
    private final long seed;
    private final int count;
    private final List<GeneratedCase> cases = new ArrayList<>();

    private GeneratedCases(long seed, int count) {
        this.seed = seed;
        this.count = count;
    }

    /** Returns the generated cases of one run. */
    public static List<GeneratedCase> all(ConformanceSettings settings) {
        GeneratedCases generated = new GeneratedCases(settings.seed(), settings.thorough() ? 50 : 5);
        GeneratedElementwise.addTo(generated);
        GeneratedMovements.addTo(generated);
        GeneratedSums.addTo(generated);
        GeneratedIndexing.addTo(generated);
        GeneratedNormalizations.addTo(generated);
        return List.copyOf(generated.cases);
    }

    /** Adds several cases of a primitive in an element type. */
    void add(Class<? extends Primitive> subject, DType dtype, GeneratedCase.Generator generator) {
        for (int k = 0; k < count; k++) {
            add(subject, dtype + ", generated " + k, generator);
        }
    }

    /** Adds one case of a primitive. */
    void add(Class<? extends Primitive> subject, String label, GeneratedCase.Generator generator) {
        cases.add(new GeneratedCase("OP-" + ConformanceCase.rule(subject) + "[" + label + "]", seed, generator));
    }

    /** Returns the case of a primitive without error. */
    static ConformanceCase exact(Primitive primitive, HostArray... operands) {
        return ConformanceCase.of(primitive, "", Tolerance.exact(), operands);
    }

    /** Returns the only case of a primitive among some. */
    static ConformanceCase only(Class<? extends Primitive> subject, List<ConformanceCase> cases) {
        return cases.stream()
                .filter(each -> each.subject() == subject)
                .findFirst()
                .orElseThrow();
    }

    /** Chooses a shape that broadcasts to another one: some axes have length 1, and some leading axes are missing. */
    static Shape narrowed(ChoiceSequence choices, Shape shape) {
        List<Integer> dims = new ArrayList<>(TestOperands.dims(shape));
        for (int axis : choices.subset(shape.rank())) {
            dims.set(axis, 1);
        }
        return Shape.of(dims.subList(choices.between(0, shape.rank()), shape.rank()));
    }
}
