package org.pushforward.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
import org.pushforward.conformance.check.MeasuredError;

class ConformanceReportTest {
    private static final List<CaseResult> RESULTS = List.of(
            new CaseResult(
                    "OP-EXP", "OP-EXP[f32, a]", Outcome.PASSED, "", new MeasuredError(2, 1e-7, 0.25, "FUNCTION", "")),
            new CaseResult(
                    "OP-EXP", "OP-EXP[f32, b]", Outcome.PASSED, "", new MeasuredError(3, 1e-8, 0.5, "FUNCTION", "")),
            new CaseResult("OP-EXP", "OP-EXP[f64, a]", Outcome.GAP, "no f64", MeasuredError.NONE),
            new CaseResult("OP-EXP", "OP-EXP[f64, b]", Outcome.GAP, "no f64", MeasuredError.NONE),
            new CaseResult(
                    "OP-LOG", "OP-LOG[f32, a]", Outcome.FAILED, "1 < 2 & \"3\"\nsecond line", MeasuredError.NONE),
            new CaseResult("OP-SIN", "OP-SIN[f32, a]", Outcome.EXPECTED_FAILURE, "a bug", MeasuredError.NONE),
            new CaseResult("MEM-RUNS", "MEM-RUNS", Outcome.PASSED, "", new MeasuredError(0, 0, 0, "", "12 MiB")));

    @TempDir
    private Path folder;

    private static Column column(List<CaseResult> results) {
        ConformanceSettings settings = ConformanceSettings.of("reference").withSections(Set.of(Section.LIFECYCLE));
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
    void aRuleSummarizesItsCases() {
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
                .containsExactly("FUNCTION: 3.0 ulp, 1.0e-07 relative, 50 % of the tolerance");
    }

    @Test
    void dataComeBackAsTheyWere() {
        ConformanceReport report = ConformanceReport.of(column(RESULTS));
        assertThat(read(ConformanceJson.bytes(report))).isEqualTo(report);
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
    void theThreeFilesAgree() throws Exception {
        Path page = folder.resolve("new/out.html");
        ConformanceReport report = ConformanceReport.of(column(RESULTS));
        ReportFiles files = ReportFiles.of(page);
        assertThat(files.existing()).isEmpty();
        files.write(report);
        assertThat(files.existing())
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
    void membersMayHaveAnyOrderAndUnknownOnesAreIgnored() {
        assertThat(read("{\"columns\": [], \"comment\": {\"by\": [\"hand\"]}, \"rules\": [], \"format\": 1}"))
                .isEqualTo(new ConformanceReport(1, List.of(), List.of()));
    }

    @Test
    void invalidReportsAreRefusedWithLineAndColumn() {
        refused("{\"format\": 1, \"rules\": []}", "line 1, column 1: expected an object with 'columns', found only");
        refused("{\"format\": 2, \"rules\": [], \"columns\": []}", "expected format 1");
        refused("{\"format\": 1,\n\"rules\": {}}", "line 2, column 10: expected a list, not an object");
        refused("{\"format\": 1.5}", "line 1, column 12: expected an integer, not 1.5");
        refused("{\"format\": \"1\"}", "line 1, column 12: expected a number, not '1'");
        refused("[7]", "line 1, column 1: expected an object with 'format', not a list");
        refused("{\"format\": 1,\n\"rules\": ]", "line 2, column 10: not JSON: Unexpected character (']'");
        refused("{\"format\": 1,\n\"rules\": [", "line 2, column 11: the document ends too early");
        refused("", "the document is empty");
        refused("{} {}", "line 1, column 4: expected the end of the document");
        refused("\"\\q\"", "not JSON: Unrecognized character escape 'q'");
        refused("{\"format\": 1, \"format\": 1}", "not JSON: Duplicate field 'format'");
        refused("[".repeat(100_000), "not JSON: Document nesting depth");
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static ConformanceReport read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ConformanceReport read(byte[] bytes) {
        try {
            return ConformanceJson.read(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFileThatCannotBeReadSaysWhy() {
        Path missing = folder.resolve("nofile.json");
        assertThatThrownBy(() -> ReportFiles.read(missing)).hasMessage("cannot read " + missing + ": no such file");
        assertThatThrownBy(() -> ReportFiles.read(folder)).hasMessage("cannot read " + folder + ": Is a directory");
    }

    @Test
    void anUnwritablePathIsRefusedBeforeTheRun() throws IOException {
        ReportFiles files = ReportFiles.of(folder.resolve("new/out.html"));
        Files.createDirectories(folder.resolve("new/out.md"));
        assertThatThrownBy(files::prepare)
                .hasMessage("cannot write " + files.table() + ": a folder of that name is in the way");
        Files.createFile(folder.resolve("file"));
        assertThatThrownBy(ReportFiles.of(folder.resolve("file/out.html"))::prepare)
                .hasMessageStartingWith("cannot make the folder " + folder.resolve("file"));
        assertThatThrownBy(() -> ReportFiles.of(Path.of("out.txt")))
                .hasMessage("report out.txt: expected a name that ends with .html");
    }
}
