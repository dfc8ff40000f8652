package org.pushforward.conformance.report;

import java.util.List;
import org.pushforward.conformance.report.ConformanceReport.Row;

/** A report as a Markdown table, for a repository. */
final class MarkdownReport {
    private final ConformanceReport report;

    MarkdownReport(ConformanceReport report) {
        this.report = report;
    }

    String text() {
        StringBuilder text = new StringBuilder("# Conformance\n\n");
        text.append("| run | cases | passed | failed | declared gaps | expected failures | seconds |\n")
                .append("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        for (Column column : report.columns()) {
            int passed = column.total(RuleResult::passed);
            int failed = column.total(RuleResult::failed);
            int gaps = column.total(RuleResult::gaps);
            int expected = column.total(RuleResult::expectedFailures);
            text.append(line(List.of(
                    column.title() + "; " + column.machine() + "; " + column.finished(),
                    String.valueOf(passed + failed + gaps + expected),
                    String.valueOf(passed),
                    String.valueOf(failed),
                    String.valueOf(gaps),
                    String.valueOf(expected),
                    String.valueOf(Math.round(column.seconds())))));
        }
        for (Column column : report.columns()) {
            text.append("\nLargest errors of ").append(column.title()).append(":\n\n");
            column.errorsByClass()
                    .forEach(error -> text.append("- ").append(error).append('\n'));
        }
        text.append(
                        "\nA cell shows how many cases passed, and their largest error in units in the last place and relative to the")
                .append(" largest element.\n");
        String section = "";
        for (Row row : report.rules()) {
            if (!row.section().equals(section)) {
                section = row.section();
                text.append("\n## ").append(section).append("\n\n").append(header());
            }
            List<String> cells = report.columns().stream()
                    .map(column -> ConformanceReport.cell(column, row)
                            .map(MarkdownReport::cell)
                            .orElse("not run"))
                    .toList();
            text.append(line(List.of(row.id(), row.level(), String.join(" | ", cells))));
        }
        remarks(text);
        return text.toString();
    }

    private String header() {
        StringBuilder text = new StringBuilder("| rule | level |");
        report.columns().forEach(column -> text.append(' ')
                .append(column.backend())
                .append(" on ")
                .append(column.device())
                .append(" |"));
        return text.append("\n| --- | --- |")
                .append(" --- |".repeat(report.columns().size()))
                .append('\n')
                .toString();
    }

    private static String cell(RuleResult result) {
        String errors = result.share() == 0
                ? ""
                : ", " + (result.ulps() > 0 ? Figures.ulps(result.ulps()) + " ulp, " : "")
                        + Figures.relative(result.relative());
        return (result.failed() > 0 ? "**" + result.failed() + " failed**, " : "")
                + result.passed() + " passed" + errors
                + (result.gaps() > 0 ? ", " + result.gaps() + " gaps" : "")
                + (result.expectedFailures() > 0 ? ", " + result.expectedFailures() + " expected failures" : "");
    }

    private void remarks(StringBuilder text) {
        for (Column column : report.columns()) {
            text.append("\n## Failures, gaps and figures: ")
                    .append(column.title())
                    .append("\n\n");
            for (RuleResult result : column.results()) {
                result.notes().forEach(note -> text.append("- ")
                        .append(result.rule())
                        .append(": ")
                        .append(note)
                        .append('\n'));
                result.remarks().forEach(remark -> text.append(line(remark)));
            }
        }
    }

    private static String line(Remark remark) {
        String first = remark.reason().lines().findFirst().orElse("");
        return "- " + remark.outcome() + " " + remark.example()
                + (remark.cases() > 1 ? " and " + (remark.cases() - 1) + " more" : "") + ": " + first + "\n";
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
