package org.pushforward.conformance.tiny;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.conformance.CaseResult;
import org.pushforward.conformance.CaseResult.Outcome;
import org.pushforward.conformance.ConformanceRun;
import org.pushforward.conformance.ConformanceSettings;
import org.pushforward.conformance.Section;

/** A model, sampler or score that needs something a backend lacks is a declared gap with a reason, not a failure. */
class DeclaredGapsTest {
    @ParameterizedTest
    @CsvSource({
        "LIFECYCLE, LIFE-CANCEL",
        "MODELS, MODEL-FLOW-INVERSE",
        "MODELS, MODEL-FLOW-DENSITY",
        "TRAINING, TRAIN-",
        "SAMPLERS, SAMPLE-",
        "SCORES, SCORE-FORMULA",
        "SCORES, SCORE-METRIC",
        "SCORES, SCORE-SHIFT",
        "SCORES, SCORE-ASCENT",
        "SCORES, SCORE-CHUNKS",
        "SCORES, SCORE-SAME-BITS",
        "SCORES, SCORE-FLOOR",
        "SCORES, SCORE-VAE",
    })
    void isAGapWithAReason(Section section, String cases) {
        assertThat(run(section, cases)).isNotEmpty().allSatisfy(result -> {
            assertThat(result.outcome()).as(result.toString()).isEqualTo(Outcome.GAP);
            assertThat(result.reason()).contains("bare").contains("has no primitive");
        });
    }

    @ParameterizedTest
    @CsvSource("SCORES, SCORE-REFUSED")
    void checksWithoutAnEngineStillPass(Section section, String cases) {
        assertThat(run(section, cases)).extracting(CaseResult::outcome).containsOnly(Outcome.PASSED);
    }

    @Test
    void aGapInOneElementTypeDoesNotHideOthers() {
        assertThat(run(TinyBackendProvider.NAME, Section.VALUES, "OP-MATMUL[f32"))
                .isNotEmpty()
                .extracting(CaseResult::outcome)
                .containsOnly(Outcome.PASSED);
        assertThat(run(TinyBackendProvider.NAME, Section.VALUES, "OP-MATMUL[f64"))
                .isNotEmpty()
                .allSatisfy(result -> assertThat(result.reason()).contains("does not compute with f64"));
    }

    private static List<CaseResult> run(Section section, String cases) {
        return run(BareBackendProvider.NAME, section, cases);
    }

    private static List<CaseResult> run(String backend, Section section, String cases) {
        ConformanceSettings settings =
                ConformanceSettings.of(backend).withSections(Set.of(section)).withFilter(cases);
        try (ConformanceRun run = ConformanceRun.open(settings)) {
            return run.all(result -> {});
        }
    }
}
