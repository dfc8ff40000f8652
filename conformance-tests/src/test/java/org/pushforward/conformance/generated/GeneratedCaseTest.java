package org.pushforward.conformance.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.BackendOptions;
import org.pushforward.conformance.CaseResult;
import org.pushforward.conformance.ConformanceRun;
import org.pushforward.conformance.ConformanceSettings;
import org.pushforward.conformance.Section;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.MeasuredError;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Movement;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Generated cases depend on their seed and name alone, and a failing case shrinks to the smallest one. */
class GeneratedCaseTest {
    private static final String NAME = "OP-SLICE[f32, generated 0]";

    /** Returns a slice of up to nine rows of up to nine numbers. */
    private static ConformanceCase slice(ChoiceSequence choices) {
        Shape shape = Shape.of(choices.numbers(2, 2, 9));
        int start = choices.between(0, 1);
        Movement.Slice slice = new Movement.Slice(List.of(0, start), TestOperands.dims(shape), List.of(1, 1));
        HostArray x = choices.operands().uniform(DType.F32, shape, -1, 1);
        return ConformanceCase.of(slice, "", Tolerance.exact(), x);
    }

    private static GeneratedCase drawn(long seed) {
        return new GeneratedCase(NAME, seed, GeneratedCaseTest::slice);
    }

    @Test
    void aSeedAlwaysGivesTheSameCase() {
        assertThat(drawn(7).drawn().text()).isEqualTo(drawn(7).drawn().text());
        assertThat(drawn(7).drawn().text()).isNotEqualTo(drawn(8).drawn().text());
        assertThat(drawn(7).drawn().name()).isEqualTo(NAME);
    }

    @Test
    void theSmallestCaseThatFailsIsShown() {
        // This backend gets slices wrong that do not begin at 0.
        try (BackendUnderTest mutant =
                new BackendUnderTest("mutant-slice-off-by-one", BackendOptions.defaults(), false)) {
            GeneratedCase failing = null;
            for (long seed = 0; failing == null; seed++) {
                GeneratedCase candidate = drawn(seed);
                ChoiceSequence choices = ChoiceSequence.drawn(seed, NAME);
                slice(choices);
                failing = choices.taken().get(2) == 1 && choices.taken().get(0) > 2 ? candidate : null;
            }
            ConformanceCase each = failing.drawn();
            Throwable problem = catchThrowable(() -> drawnFailure(mutant, each));
            assertThat(problem).isInstanceOf(AssertionError.class);

            GeneratedCase found = failing;
            Throwable shrunk = catchThrowable(() ->
                    found.shrinking(backend -> drawnFailure(backend, each)).run(mutant));
            assertThat(shrunk)
                    .hasMessageStartingWith("the smallest case that fails has choices [2, 2, 1] of ")
                    .hasMessageContaining("slice[start=[0, 1], limit=[2, 2], stride=[1, 1]]");
        }
    }

    /** One pixel under one tap, padded below, is enough to show padding that is shifted by a row. */
    @Test
    void aConvolutionMayShrinkToOnePixel() {
        ConformanceSettings settings = ConformanceSettings.of("mutant-shifted-padding")
                .withSections(Set.of(Section.VALUES))
                .withFilter("OP-CONV2D[f64, generated");
        try (ConformanceRun run = ConformanceRun.open(settings)) {
            assertThat(run.all(result -> {}))
                    .filteredOn(result -> result.outcome() == CaseResult.Outcome.FAILED)
                    .isNotEmpty()
                    .allSatisfy(result -> assertThat(result.reason())
                            .contains("has choices [1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0] of ")
                            .contains("f64[1, 1, 1, 1]"));
        }
    }

    private static MeasuredError drawnFailure(BackendUnderTest backend, ConformanceCase each) {
        return each.measure(backend, each.run(backend));
    }
}
