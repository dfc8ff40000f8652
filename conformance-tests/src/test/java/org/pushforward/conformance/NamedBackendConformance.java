package org.pushforward.conformance;

import java.nio.file.Path;
import java.util.List;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.pushforward.backend.reference.ReferenceProvider;
import org.pushforward.conformance.junit.ConformanceSuite;
import org.pushforward.conformance.report.Column;
import org.pushforward.conformance.report.ConformanceReport;
import org.pushforward.conformance.report.ReportFiles;

/**
 * Tests the backend that {@code -Pconformance -Dconformance.backend=NAME} names, on the device that {@code
 * -Dconformance.device=DEVICE} names, and writes a report to {@code target/conformance}.
 */
class NamedBackendConformance extends ConformanceSuite {
    private final long start = System.nanoTime();

    @Override
    protected String backend() {
        return System.getProperty("conformance.backend", ReferenceProvider.NAME);
    }

    @Override
    protected BackendOptions options() {
        return super.options().withDevice(Device.parse(System.getProperty("conformance.device", "cpu")));
    }

    @Override
    protected void finished(ConformanceRun run, List<CaseResult> results) {
        Column column = Column.of(run, results, (System.nanoTime() - start) * 1e-9);
        ReportFiles.of(Path.of("target", "conformance", backend() + ".html")).write(ConformanceReport.of(column));
    }
}
