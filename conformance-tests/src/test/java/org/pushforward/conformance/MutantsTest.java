package org.pushforward.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.TestAbortedException;

/** The kit is worth something: it catches every mutant, by the rule that the mutant breaks. */
class MutantsTest {
    @ParameterizedTest
    @CsvSource({
        "mutant-no-ties, VJP-MAX[f64, ties",
        "mutant-no-ties, VJP-REDUCE-MAX[f64",
        "mutant-unstable-sort, OP-ARG-SORT[i64",
        "mutant-slice-off-by-one, OP-SLICE[bool",
        "mutant-zero-pad, OP-PAD[f32",
        "mutant-inaccurate-log1p, OP-LOG1P[f64, edges",
        "mutant-max-drops-nan, OP-MAX[f64, special",
        "mutant-integers-by-double, OP-ADD[i64, extremes",
        "mutant-untransposed-product, OP-MATMUL[f64, transposeLeft",
        "mutant-single-precision, OP-EXP[f64",
        "mutant-single-precision, VJP-MATMUL[f64",
        "mutant-frozen-states, STATE-UPDATE",
        "mutant-shared-outputs, LIFE-OUTPUTS-STAY",
        "mutant-silent-fallback, LIFE-DEVICE",
    })
    void isCaughtBy(String mutant, String cases) {
        assertThat(failures("reference", cases)).isEmpty();
        assertThat(failures(mutant, cases)).isNotEmpty();
    }

    /** Returns the names of the cases that a backend fails, among those whose name contains this. */
    private static List<String> failures(String backend, String cases) {
        BackendConformance kit = new BackendConformance() {
            @Override
            protected String backend() {
                return backend;
            }

            @Override
            protected boolean rounds() {
                return false;
            }

            @Override
            String filter() {
                return cases;
            }
        };
        kit.open();
        try {
            List<DynamicTest> tests = Stream.of(kit.lifecycle(), kit.primitives(), kit.gradients())
                    .flatMap(MutantsTest::tests)
                    .toList();
            assertThat(tests).as("cases named " + cases).isNotEmpty();
            List<String> failures = new ArrayList<>();
            for (DynamicTest test : tests) {
                try {
                    test.getExecutable().execute();
                } catch (TestAbortedException e) {
                    throw e;
                } catch (Throwable e) {
                    failures.add(test.getDisplayName());
                }
            }
            return failures;
        } finally {
            kit.close();
        }
    }

    private static Stream<DynamicTest> tests(Stream<? extends DynamicNode> nodes) {
        return nodes.flatMap(node -> node instanceof DynamicContainer container
                ? tests(container.getChildren())
                : Stream.of((DynamicTest) node));
    }
}
