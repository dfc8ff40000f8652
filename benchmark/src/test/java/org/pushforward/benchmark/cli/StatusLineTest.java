package org.pushforward.benchmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class StatusLineTest {
    private final StringWriter err = new StringWriter();

    private StatusLine line(boolean interactive, int width) {
        return new StatusLine(
                new Console(new PrintWriter(new StringWriter()), new PrintWriter(err, true), interactive, width));
    }

    @Test
    void aNarrowTerminalGetsWhatFits() {
        line(true, 30).show("x".repeat(100));
        assertThat(err.toString()).isEqualTo("\r" + "x".repeat(29) + "\r" + "x".repeat(29));
    }

    @Test
    void aNarrowTerminalGetsFewerWords() {
        line(true, 30).show("x".repeat(29), "y");
        assertThat(err.toString()).contains("x").doesNotContain("y");
        line(true, 30).show("z".repeat(30), "y");
        line(false, 30).show("w".repeat(30), "v");
        assertThat(err.toString())
                .contains("y")
                .contains("w")
                .doesNotContain("z")
                .doesNotContain("v");
    }

    @Test
    void aPipeGetsPlainLinesWithoutCarriageReturns() {
        StatusLine line = line(false, 80);
        line.hint("compiling");
        line.show("half");
        line.say("done");
        assertThat(err.toString()).isEqualTo(String.format("half%ndone%n"));
        assertThat(line.isDue()).isFalse();
    }

    @Test
    void nothingIsColored() {
        StatusLine line = line(true, 80);
        line.show("half");
        line.say("done");
        assertThat(err.toString()).doesNotContain("\u001b");
    }
}
