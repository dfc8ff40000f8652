package org.pushforward.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.pushforward.conformance.CaseResult.Outcome;

/** The kit catches every mutant by the rule that the mutant breaks. */
class MutantsTest {
    /** The rules that run an optimizer's update more than once. */
    private static final Set<String> UPDATES = Set.of("STATE-IN-PLACE", "STATE-RESTORE");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "mutant-no-ties; VJP-MAX[f64, ties",
                "mutant-no-ties; VJP-REDUCE-MAX[f64",
                "mutant-unstable-sort; OP-ARG-SORT[i64",
                "mutant-slice-off-by-one; OP-SLICE[bool",
                "mutant-zero-pad; OP-PAD[f32",
                "mutant-inaccurate-log1p; OP-LOG1P[f64, edges",
                "mutant-max-drops-nan; OP-MAX[f64, special",
                "mutant-integers-by-double; OP-ADD[i64, extremes",
                "mutant-untransposed-product; OP-MATMUL[f64, transposeLeft",
                "mutant-shifted-padding; OP-CONV2D[f64, everything",
                "mutant-shifted-padding; VJP-CONV2D-INPUT-GRADIENT[f64, symmetric",
                "mutant-scaled-convolution; OP-CONV2D[f64, pads of one side",
                "mutant-transformed-convolution; OP-CONV2D[f64, pads of one side",
                "mutant-transposed-groups; OP-CONV2D-INPUT-GRADIENT[f64, groups",
                "mutant-transposed-groups; VJP-CONV2D[f64, depthwise, two",
                "mutant-counter-off-by-one; OP-RANDOM-BITS[i64, known",
                "mutant-single-precision; OP-EXP[f64",
                "mutant-single-precision; VJP-MATMUL[f64",
                "mutant-frozen-states; STATE-UPDATE",
                "mutant-first-outputs; STATE-WANTED",
                "mutant-idle-states; STATE-WANTED",
                "mutant-hasty-update; STATE-IN-PLACE[f32[37], all is read",
                "mutant-kept-moments; STATE-IN-PLACE[f64[37], Adam",
                "mutant-shared-outputs; LIFE-OUTPUTS-STAY",
                "mutant-silent-fallback; LIFE-DEVICE",
                "mutant-transposed-groups; ID-CONV-INPUT-ADJOINT[f64",
                "mutant-leaked-handle; MEM-RUNS",
                "mutant-shared-inputs; LIFE-THREADS",
                "mutant-skewed-layer; MODEL-UNET[gradient",
            })
    void isCaughtBy(String mutant, String cases) {
        assertThat(failures("reference", cases)).isEmpty();
        assertThat(failures(mutant, cases)).isNotEmpty();
    }

    /** On a GPU, convolutions may be computed with transforms, whose rounding is that of the largest elements. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "OP-CONV2D[f64, pads of one side",
                "OP-CONV2D-INPUT-GRADIENT[f64, pads of one side",
                "OP-CONV2D-FILTER-GRADIENT[f64, pads of one side"
            })
    void onAGpuConvolutionsMayBeTransformedButNotWrong(String cases) {
        Device gpu = Device.gpu(0);
        assertThat(failures("mutant-transformed-convolution", cases, gpu)).isEmpty();
        assertThat(failures("mutant-scaled-convolution", cases, gpu)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mutant-hasty-update", "mutant-kept-moments"})
    void onlyRulesOfUpdatesCatch(String mutant) {
        try (ConformanceRun run = open(mutant, "STATE-", Device.cpu())) {
            assertThat(run.checks())
                    .filteredOn(check -> !UPDATES.contains(check.rule().id()))
                    .isNotEmpty()
                    .allSatisfy(check -> assertThat(run.run(check).outcome()).isEqualTo(Outcome.PASSED));
        }
    }

    /** Returns the names of the cases that a backend fails, among those whose names contain a text. */
    private static List<String> failures(String backend, String cases) {
        return failures(backend, cases, Device.cpu());
    }

    private static List<String> failures(String backend, String cases, Device device) {
        try (ConformanceRun run = open(backend, cases, device)) {
            List<CaseResult> results = run.all(result -> {});
            assertThat(results).as("cases named " + cases).isNotEmpty();
            assertThat(results).extracting(CaseResult::outcome).doesNotContain(Outcome.GAP);
            return results.stream()
                    .filter(result -> result.outcome() == Outcome.FAILED)
                    .map(CaseResult::name)
                    .toList();
        }
    }

    private static ConformanceRun open(String backend, String cases, Device device) {
        ExpectedFailures unrounded =
                ExpectedFailures.parse("test", "LIFE-ELEMENT-TYPE | * | unrounded | | never", LocalDate.EPOCH);
        ConformanceSettings settings = ConformanceSettings.of(backend)
                .withOptions(BackendOptions.defaults().withDevice(device).withThreads(2))
                .withSections(Set.of(section(cases)))
                .withFilter(cases);
        return ConformanceRun.open(settings, unrounded);
    }

    /** Returns the only section with cases of such names, so that no other cases are made. */
    private static Section section(String cases) {
        return switch (cases.substring(0, cases.indexOf('-'))) {
            case "OP" -> Section.VALUES;
            case "VJP", "VJP2" -> Section.DERIVATIVES;
            case "ID" -> Section.IDENTITIES;
            case "MODEL" -> Section.MODELS;
            default -> Section.LIFECYCLE;
        };
    }
}
