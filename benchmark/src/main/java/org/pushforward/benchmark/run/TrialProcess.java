package org.pushforward.benchmark.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs an {@link EngineTrial} in a separate virtual machine, which may crash and in which no other engine is loaded. */
public final class TrialProcess {
    /** The prefix of the line with the result; engines also print lines. */
    public static final String MARK = "trial: ";

    private static final int SHOWN = 600;
    private static final long MINUTES = 5;

    private TrialProcess() {}

    /**
     * Returns why an engine does not work, as reported by a process in a line that begins with {@link #MARK}; empty if it works.
     *
     * @param arguments the main class and its arguments
     */
    public static String of(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(arguments);
        try {
            // Uses no file for the output, because the temporary folder may be the problem.
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> read(process));
            boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
            process.destroyForcibly();
            return ended ? result(said.join(), process.exitValue()) : "it did not end within " + MINUTES + " minutes";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the trial was interrupted";
        } catch (IOException e) {
            throw new UncheckedIOException(command.get(0) + " cannot be run", e);
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading the output of a trial", e);
        }
    }

    static String result(String text, int code) {
        int mark = text.lastIndexOf(MARK);
        if (mark >= 0) {
            return text.substring(mark + MARK.length())
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip();
        }
        String end = text.strip();
        return EngineTrial.explained(
                "its process ended with exit code " + code + ": " + end.substring(Math.max(0, end.length() - SHOWN)));
    }
}
