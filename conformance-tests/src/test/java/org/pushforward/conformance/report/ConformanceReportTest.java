package org.pushforward.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.conformance.CaseResult;
import org.pushforward.conformance.CaseResult.Outcome;
import org.pushforward.conformance.ConformanceRun;
import org.pushforward.conformance.ConformanceSettings;
import org.pushforward.conformance.Section;
import org.pushforward.conformance.check.Observed;

class ConformanceReportTest {
    private static final List<CaseResult> RESULTS = List.of(
            new CaseResult("OP-EXP", "OP-EXP[f32, a]", Outcome.PASSED, "", new Observed(2, 1e-7, 0.25, "FUNCTION", "")),
            new CaseResult("OP-EXP", "OP-EXP[f32, b]", Outcome.PASSED, "", new Observed(3, 1e-8, 0.5, "FUNCTION", "")),
            new CaseResult("OP-EXP", "OP-EXP[f64, a]", Outcome.GAP, "no f64", Observed.NONE),
            new CaseResult("OP-EXP", "OP-EXP[f64, b]", Outcome.GAP, "no f64", Observed.NONE),
            new CaseResult("OP-LOG", "OP-LOG[f32, a]", Outcome.FAILED, "1 < 2 & \"3\"\nsecond line", Observed.NONE),
            new CaseResult("OP-SIN", "OP-SIN[f32, a]", Outcome.EXPECTED_FAILURE, "a bug", Observed.NONE),
            new CaseResult("MEM-RUNS", "MEM-RUNS", Outcome.PASSED, "", new Observed(0, 0, 0, "", "12 MiB")));

    @TempDir
    private Path folder;

    private static Column column(List<CaseResult> results) {
        ConformanceSettings settings = ConformanceSettings.of("reference").withLayers(Set.of(Section.LIFECYCLE));
        try (ConformanceRun run = ConformanceRun.open(settings)) {
            return Column.of(run, results, 1.5);
        }
    }

    private static Column of(String backend, String finished, Column like) {
        return new Column(
                backend,
                like.engine(),
                like.device(),
                like.machine(),
                like.seed(),
                like.thorough(),
                like.filter(),
                finished,
                like.seconds(),
                like.results());
    }

    @Test
    void aRuleSumsItsCasesUp() {
        RuleResult exp = column(RESULTS).results().get(0);
        assertThat(exp)
                .isEqualTo(new RuleResult(
                        "OP-EXP",
                        2,
                        0,
                        2,
                        0,
                        3,
                        1e-7,
                        0.5,
                        "OP-EXP[f32, b]",
                        "FUNCTION",
                        List.of(new Remark(Outcome.GAP, "no f64", 2, "OP-EXP[f64, a]")),
                        List.of()));
        assertThat(column(RESULTS).conforms()).isFalse();
        assertThat(column(RESULTS).errorsByClass())
                .containsExactly("FUNCTION: 3.0 ulp, 1.0e-07 relative, 50 % of what is allowed");
    }

    @Test
    void dataComeBackAsTheyWere() {
        ConformanceReport report = ConformanceReport.of(column(RESULTS));
        assertThat(RecordJson.read(ConformanceReport.class, RecordJson.write(report)))
                .isEqualTo(report);
    }

    @Test
    void mergingAddsColumnsAndKeepsTheLaterOfTwo() {
        Column base = column(RESULTS);
        ConformanceReport old = ConformanceReport.of(of("onnx", "2026-01-01T00:00:00Z", base));
        ConformanceReport recent = ConformanceReport.of(of("onnx", "2026-02-01T00:00:00Z", base));
        ConformanceReport other = ConformanceReport.of(of("djl", "2026-01-01T00:00:00Z", base));
        assertThat(old.merge(recent)).isEqualTo(recent);
        assertThat(recent.merge(old)).isEqualTo(recent);
        assertThat(recent.merge(other).columns()).extracting(Column::backend).containsExactly("onnx", "djl");
    }

    @Test
    void threeFilesSayTheSame() throws Exception {
        Path page = folder.resolve("new/out.html");
        ConformanceReport report = ConformanceReport.of(column(RESULTS));
        assertThat(ReportFiles.write(report, page))
                .extracting(path -> path.getFileName().toString())
                .containsExactly("out.html", "out.md", "out.json");
        assertThat(ReportFiles.read(page.resolveSibling("out.json"))).isEqualTo(report);
        assertThat(page.resolveSibling("out.md"))
                .content()
                .contains("| OP-EXP | REQUIRED | 2 passed, 3.0 ulp, 1.0e-07, 2 gaps |")
                .contains("| OP-LOG | REQUIRED | **1 failed**, 0 passed |")
                .contains("| OP-ADD | REQUIRED | not run |")
                .contains("- GAP OP-EXP[f64, a] and 1 more: no f64")
                .contains("- MEM-RUNS: 12 MiB")
                .doesNotContain("second line");
        String html = Files.readString(page);
        assertThat(html)
                .contains("<b>1 failed</b>, 0 passed")
                .contains("3.0 ulp, 1.0e-07, 50 %")
                .contains("1 &lt; 2 &amp; &quot;3&quot;\nsecond line")
                .doesNotContain("http");
    }

    @Test
    void whatIsNoReportIsRefused() {
        assertThatThrownBy(() -> RecordJson.read(ConformanceReport.class, "{\"format\": 1, \"rules\": []}"))
                .hasMessage(
                        "ConformanceReport.columns: expected java.util.List<" + Column.class.getName() + ">, not null");
        assertThatThrownBy(() ->
                        RecordJson.read(ConformanceReport.class, "{\"format\": 2, \"rules\": [], \"columns\": []}"))
                .hasMessageContaining("expected format 1");
        assertThatThrownBy(() -> RecordJson.read(ConformanceReport.class, "{\"format\": 1,\n\"rules\": [}"))
                .hasMessage("line 2: expected a value");
        assertThatThrownBy(() -> RecordJson.read(ConformanceReport.class, "[".repeat(100_000)))
                .hasMessageContaining("at most 100 levels");
        assertThatThrownBy(() -> RecordJson.read(ConformanceReport.class, "\"\\q\""))
                .hasMessageContaining("an escape");
    }
}
