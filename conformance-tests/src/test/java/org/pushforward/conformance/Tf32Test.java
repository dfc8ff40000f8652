package org.pushforward.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.pushforward.backend.Precision;
import org.pushforward.conformance.CaseResult.Outcome;
import org.pushforward.conformance.report.Column;

/** The tolerances for TF32 let its largest rounding pass and nothing coarser; those for float32 catch it. */
class Tf32Test {
    @ParameterizedTest
    @CsvSource({
        "VALUES, OP-MATMUL[f32",
        "VALUES, OP-CONV2D[f32",
        "DERIVATIVES, VJP-MATMUL[f32",
        "DERIVATIVES, VJP-CONV2D[f32",
        "MODELS, MODEL-DIFFUSION[step",
    })
    void passesInItsOwnColumnAlone(Section section, String cases) {
        assertThat(failures("mutant-ten-bits", section, cases, Precision.TF32)).isEmpty();
        assertThat(failures("mutant-ten-bits", section, cases, Precision.FLOAT32))
                .isNotEmpty();
        assertThat(failures("mutant-eight-bits", section, cases, Precision.TF32))
                .isNotEmpty();
    }

    private static List<String> failures(String backend, Section section, String cases, Precision precision) {
        ExpectedFailures unrounded =
                ExpectedFailures.parse("test", "LIFE-ELEMENT-TYPE | * | unrounded | | never", LocalDate.EPOCH);
        ConformanceSettings settings = ConformanceSettings.of(backend)
                .withOptions(new BackendOptions(Device.gpu(0), 1).withPrecision(precision))
                .withSections(Set.of(section))
                .withFilter(cases);
        try (ConformanceRun run = ConformanceRun.open(settings, unrounded)) {
            List<CaseResult> results = run.all(result -> {});
            assertThat(results).isNotEmpty();
            assertThat(Column.of(run, results, 0).device())
                    .isEqualTo(precision == Precision.TF32 ? "gpu:0 tf32" : "gpu:0");
            return results.stream()
                    .filter(result -> result.outcome() == Outcome.FAILED)
                    .map(CaseResult::name)
                    .toList();
        }
    }
}
