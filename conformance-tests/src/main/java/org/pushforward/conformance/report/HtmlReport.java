package org.pushforward.conformance.report;

import java.util.Optional;
import org.pushforward.conformance.report.ConformanceReport.Row;

/** A report as a self-contained HTML page. */
final class HtmlReport {
    private static final String STYLE = """
            body { font: 15px/1.45 system-ui, sans-serif; color: #222; margin: 2em auto; max-width: 75em; padding: 0 1em }
            table { border-collapse: collapse; margin: 1em 0; width: 100% }
            th, td { border-bottom: 1px solid #ddd; padding: .3em .6em; text-align: left; vertical-align: top }
            thead th { border-bottom: 2px solid #666; position: sticky; top: 0; background: #fff }
            td.passed { background: #eef8ee } td.failed { background: #fbdada } td.gap { background: #fdf6dc }
            td.none { color: #999 } code, pre { font: 13px ui-monospace, monospace }
            pre { white-space: pre-wrap; background: #f6f6f6; padding: .6em; max-height: 30em; overflow: auto }
            small { color: #555 } summary { cursor: pointer }
            """;

    private final ConformanceReport report;
    private final StringBuilder page = new StringBuilder();

    HtmlReport(ConformanceReport report) {
        this.report = report;
    }

    String text() {
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<title>Conformance</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>Conformance</h1>\n");
        totals();
        matrix();
        report.columns().forEach(this::remarks);
        return page.append("</body>\n</html>\n").toString();
    }

    private void totals() {
        page.append("<table>\n<thead><tr><th>Run<th>Passed<th>Failed<th>Declared gaps<th>Expected failures")
                .append("<th>Largest errors by class of tolerance</tr></thead>\n<tbody>\n");
        for (Column column : report.columns()) {
            page.append("<tr><td><b>")
                    .append(escaped(column.title()))
                    .append("</b><br><small>")
                    .append(escaped(column.machine() + "; seed " + column.seed() + "; " + column.finished() + "; "
                            + Math.round(column.seconds()) + " s" + (column.thorough() ? "; thorough" : "")
                            + (column.filter().isEmpty() ? "" : "; only cases named " + column.filter())))
                    .append("</small><td>")
                    .append(column.total(RuleResult::passed))
                    .append("<td class=\"")
                    .append(column.conforms() ? "passed" : "failed")
                    .append("\">")
                    .append(column.total(RuleResult::failed))
                    .append("<td>")
                    .append(column.total(RuleResult::gaps))
                    .append("<td>")
                    .append(column.total(RuleResult::expectedFailures))
                    .append("<td><small>")
                    .append(escaped(String.join("\n", column.errorsByClass())).replace("\n", "<br>"))
                    .append("</small></tr>\n");
        }
        page.append("</tbody>\n</table>\n");
    }

    private void matrix() {
        page.append(
                        "<p>A cell shows how many cases passed, their largest error in units in the last place and relative to the")
                .append(" largest element, and this error as a percentage of the tolerance.</p>\n");
        String section = "";
        for (Row row : report.rules()) {
            if (!row.section().equals(section)) {
                page.append(section.isEmpty() ? "" : "</tbody>\n</table>\n");
                section = row.section();
                header(section);
            }
            page.append("<tr><td><code>")
                    .append(escaped(row.id()))
                    .append("</code><td>")
                    .append(escaped(row.sentence()))
                    .append(" <small>")
                    .append(escaped(row.level()))
                    .append("</small>");
            report.columns().forEach(column -> cell(ConformanceReport.cell(column, row)));
            page.append("</tr>\n");
        }
        page.append("</tbody>\n</table>\n");
    }

    private void header(String section) {
        page.append("<h2>").append(escaped(section)).append("</h2>\n<table>\n<thead><tr><th>Rule<th>What it demands");
        report.columns()
                .forEach(column -> page.append("<th>").append(escaped(column.backend() + " on " + column.device())));
        page.append("</tr></thead>\n<tbody>\n");
    }

    private void cell(Optional<RuleResult> cell) {
        if (cell.isEmpty()) {
            page.append("<td class=\"none\">not run");
            return;
        }
        RuleResult result = cell.get();
        boolean partial = result.gaps() + result.expectedFailures() > 0;
        page.append("<td class=\"")
                .append(result.failed() > 0 ? "failed" : partial ? "gap" : "passed")
                .append("\" title=\"")
                .append(escaped(result.worst()))
                .append("\">");
        if (result.failed() > 0) {
            page.append("<b>").append(result.failed()).append(" failed</b>, ");
        }
        page.append(result.passed()).append(" passed");
        if (result.gaps() > 0) {
            page.append(", ").append(result.gaps()).append(" gaps");
        }
        if (result.expectedFailures() > 0) {
            page.append(", ").append(result.expectedFailures()).append(" expected failures");
        }
        if (result.share() > 0) {
            page.append("<br><small>")
                    .append(result.ulps() > 0 ? Figures.ulps(result.ulps()) + " ulp, " : "")
                    .append(Figures.relative(result.relative()))
                    .append(", ")
                    .append(Figures.percent(result.share()))
                    .append("</small>");
        }
    }

    private void remarks(Column column) {
        page.append("<h2>Failures, gaps and figures: ")
                .append(escaped(column.title()))
                .append("</h2>\n");
        for (RuleResult result : column.results()) {
            result.notes().forEach(note -> page.append("<p><code>")
                    .append(escaped(result.rule()))
                    .append("</code>: ")
                    .append(escaped(note))
                    .append("</p>\n"));
            result.remarks().forEach(remark -> page.append("<details><summary>")
                    .append(remark.outcome())
                    .append(" <code>")
                    .append(escaped(remark.example()))
                    .append("</code>")
                    .append(remark.cases() > 1 ? " and " + (remark.cases() - 1) + " more" : "")
                    .append("</summary><pre>")
                    .append(escaped(remark.reason()))
                    .append("</pre></details>\n"));
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
