package org.pushforward.conformance.tiny;

import java.nio.file.Path;
import java.util.List;
import org.pushforward.conformance.CaseResult;
import org.pushforward.conformance.ConformanceRun;
import org.pushforward.conformance.ConformanceSettings;
import org.pushforward.conformance.report.Column;
import org.pushforward.conformance.report.ConformanceReport;
import org.pushforward.conformance.report.ReportFiles;

/** The program without JUnit in docs/writing-a-backend.md, for the tiny backend. */
final class RunWithoutJUnit {
    private RunWithoutJUnit() {}

    public static void main(String[] arguments) {
        System.exit(conforms(Path.of("tiny.html")) ? 0 : 1);
    }

    static boolean conforms(Path page) {
        long start = System.nanoTime();
        try (ConformanceRun run = ConformanceRun.open(ConformanceSettings.of("tiny"))) {
            List<CaseResult> results = run.all(result -> {
                if (result.outcome() == CaseResult.Outcome.FAILED) {
                    System.err.println(result.reason());
                }
            });
            Column column = Column.of(run, results, (System.nanoTime() - start) * 1e-9);
            ReportFiles.of(page).write(ConformanceReport.of(column));
            return column.conforms();
        }
    }
}
