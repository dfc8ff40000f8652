package org.pushforward.benchmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.pushforward.backend.Precision;
import org.pushforward.conformance.report.Column;
import org.pushforward.conformance.report.ConformanceReport;
import org.pushforward.conformance.report.ReportFiles;

class ConformanceCommandTest {
    @TempDir
    private Path folder;

    private final CommandLine command = new CommandLine();
    private final StringWriter out = command.out;
    private final StringWriter err = command.err;

    @Test
    void aConformingBackendWritesAReport() {
        Path page = folder.resolve("new").resolve("out.html");
        assertThat(command.run("conformance", "--backend", "onnx", "--cases", "LIFE-CLOSE", "--report", page))
                .as(err.toString())
                .isZero();
        assertThat(page).content().contains("<h1>Conformance</h1>").contains("LIFE-CLOSE-TWICE");
        assertThat(page.resolveSibling("out.md")).content().contains("| LIFE-CLOSE-TWICE | REQUIRED | 1 passed |");
        ConformanceReport report = ReportFiles.read(page.resolveSibling("out.json"));
        assertThat(report.columns()).singleElement().satisfies(column -> {
            assertThat(column.backend()).isEqualTo("onnx");
            assertThat(column.device()).isEqualTo("cpu");
            assertThat(column.filter()).isEqualTo("LIFE-CLOSE");
        });
        assertThat(out.toString())
                .contains("2 passed, 0 failed, 0 declared gaps")
                .contains("Report: " + page);
    }

    @Test
    void aReportFromAnotherMachineAddsAColumn() {
        Path cpu = folder.resolve("cpu.html");
        Path both = folder.resolve("both.html");
        command.run("conformance", "--backend", "onnx", "--cases", "LIFE-NO-INPUT", "--report", cpu);
        Path data = cpu.resolveSibling("cpu.json");
        assertThat(command.run(
                        "conformance",
                        "--backend",
                        "reference",
                        "--cases",
                        "LIFE-NO-INPUT",
                        "--merge",
                        data,
                        "--report",
                        both))
                .isZero();
        assertThat(ReportFiles.read(both.resolveSibling("both.json")).columns())
                .extracting(Column::backend)
                .containsExactly("reference", "onnx");
    }

    @Test
    void aFailureAnywhereIsExitCode1() throws IOException {
        Path page = folder.resolve("out.html");
        command.run("conformance", "--backend", "reference", "--cases", "LIFE-NO-INPUT", "--report", page);
        Path data = page.resolveSibling("out.json");
        Files.writeString(data, Files.readString(data).replace("\"failed\": 0", "\"failed\": 1"));
        assertThat(command.run("conformance", "--merge", data, "--report", folder.resolve("merged.html")))
                .isEqualTo(1);
        assertThat(out.toString()).contains("1 failed");
    }

    @Test
    void filesThatExistAreKeptUnlessForced() throws IOException {
        Path page = folder.resolve("conformance.html");
        Path notes = Files.writeString(folder.resolve("conformance.md"), "my own notes");
        String[] call = {"conformance", "--backend", "reference", "--cases", "LIFE-NO-INPUT", "--report", "" + page};

        assertThat(command.run((Object[]) call)).isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo(notes + " exists already: --force replaces it, --report chooses another place\n");
        assertThat(notes).hasContent("my own notes");
        assertThat(page).doesNotExist();

        Object[] forced = Stream.concat(Stream.of(call), Stream.of("--force")).toArray();
        assertThat(command.run(forced)).isZero();
        assertThat(notes).content().startsWith("# Conformance");
        assertThat(page).exists();
    }

    @Test
    void reportsGoUnderRunsByDefault() {
        BackendOptions gpu = BackendOptions.defaults().withDevice(Device.gpu(1));
        assertThat(ConformanceCommand.defaultPlace("onnx", BackendOptions.defaults()))
                .isEqualTo(Path.of("runs/conformance/onnx-cpu.html"));
        assertThat(ConformanceCommand.defaultPlace("djl", gpu)).isEqualTo(Path.of("runs/conformance/djl-gpu1.html"));
        assertThat(ConformanceCommand.defaultPlace("djl", gpu.withPrecision(Precision.TF32)))
                .isEqualTo(Path.of("runs/conformance/djl-gpu1-tf32.html"));
        assertThat(ConformanceCommand.defaultPlace(null, BackendOptions.defaults()))
                .isEqualTo(Path.of("runs/conformance/merged.html"));
    }

    @Test
    void unmergeableReportsAreNamedBeforeAnyWork() {
        Path missing = folder.resolve("nofile.json");
        Path page = folder.resolve("out.html");

        assertThat(command.run("conformance", "--backend", "reference", "--merge", missing, "--report", page))
                .isEqualTo(2);
        assertThat(command.run("conformance", "--backend", "reference", "--merge", folder, "--report", page))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("--merge: cannot read " + missing + ": no such file")
                .contains("--merge: cannot read " + folder + ": Is a directory");
        assertThat(page).doesNotExist();
    }

    @Test
    void wrongCallsAreRefused() throws IOException {
        Path page = folder.resolve("out.html");
        Path data = folder.resolve("broken.json");
        Files.writeString(data, "{\"format\": 1,\n \"rules\": ]");
        assertThat(command.run("conformance", "--report", page)).isEqualTo(2);
        assertThat(command.run("conformance", "--backend", "onyx", "--report", page))
                .isEqualTo(2);
        assertThat(command.run("conformance", "--backend", "onnx", "--cases", "NOTHING", "--report", page))
                .isEqualTo(2);
        assertThat(command.run("conformance", "--backend", "onnx", "--seed", "soon", "--report", page))
                .isEqualTo(2);
        assertThat(command.run("conformance", "--merge", data, "--report", page))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("--backend NAME")
                .contains("no backend 'onyx'")
                .contains("no case name contains this text")
                .contains("expected a number such as 7 or 0x1f")
                .contains(data + ": line 2, column 11: not JSON: ");
        assertThat(page).doesNotExist();
    }
}
