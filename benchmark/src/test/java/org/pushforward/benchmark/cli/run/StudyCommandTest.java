package org.pushforward.benchmark.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.benchmark.cli.CommandLine;
import org.pushforward.benchmark.cli.ExitCode;
import org.pushforward.benchmark.report.inference.StudyTable;

class StudyCommandTest {
    @TempDir
    private Path folder;

    private Path settings;
    private final CommandLine command = new CommandLine();

    @BeforeEach
    void write() throws IOException {
        settings = Files.writeString(folder.resolve("tiny.yaml"), """
                name: tiny
                fields: 3
                size: 6
                fewest: 4
                most: 6
                draws: 20
                methods: [true-kriging]
                slow: []
                slow-fields: 0
                """);
    }

    @Test
    void aStudyPrintsAndKeepsItsTable() throws IOException {
        Path place = folder.resolve("study");
        assertThat(command.run("study", settings, "--out", place, "--quiet"))
                .as(command.err.toString())
                .isZero();
        assertThat(command.out.toString())
                .contains("kriging, true parameters")
                .contains("Table: " + place.resolve("study.json"));
        StudyTable table = StudyTable.JSON.read("study.json", Files.readString(place.resolve("study.json")));
        assertThat(table.rows()).hasSize(2);
        assertThat(table.note()).contains("3 simulated fields of 6 x 6 cells with 4 to 6 gauges");
        CommandLine again = new CommandLine();
        assertThat(again.run("study", settings, "--out", place, "--json")).isZero();
        assertThat(StudyTable.JSON.read("output", again.out.toString()).rows()).isEqualTo(table.rows());
    }

    @Test
    void aDryRunTouchesNothing() {
        assertThat(command.run("study", settings, "--out", folder.resolve("none"), "--dry-run"))
                .isZero();
        assertThat(command.out.toString()).contains("fields: 3").contains("# the folder would be");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void otherSettingsInTheSameFolderAreRefused() {
        Path place = folder.resolve("study");
        assertThat(command.run("study", settings, "--out", place, "--quiet")).isZero();
        assertThat(command.run("study", settings, "--out", place, "--set", "size=7"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(command.err.toString()).contains("contains a study with other settings");
        assertThat(command.run("study", settings, "--set", "fields=1")).isEqualTo(ExitCode.USAGE);
    }
}
