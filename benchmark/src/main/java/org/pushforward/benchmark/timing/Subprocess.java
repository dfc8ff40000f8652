package org.pushforward.benchmark.timing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.pushforward.backend.Cancellation;

/**
 * Runs a program that times one workload and writes a file of times. {@code --json FILE} is appended to its command.
 */
final class Subprocess {
    private static final int SHOWN = 3000;
    private static final long LOOK_MILLISECONDS = 100;

    private final Cancellation cancellation;

    Subprocess(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    /** Returns the only result in the file that the command writes, or the reason why there is none. */
    ObjectNode time(String workload, String mode, List<String> command) {
        try {
            Path folder = Files.createTempDirectory("pushforward-benchmark-");
            Path errors = folder.resolve("errors.txt");
            Path file = folder.resolve("times.json");
            try {
                List<String> words = new ArrayList<>(command);
                words.addAll(List.of("--json", file.toString()));
                int code = run(words, errors);
                List<JsonNode> results = Files.exists(file) ? TimingFile.successes(TimingFile.read(file)) : List.of();
                return results.size() == 1
                        ? (ObjectNode) results.get(0)
                        : failure(workload, mode, said(file, errors, code));
            } finally {
                Files.deleteIfExists(errors);
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            return failure(workload, mode, command.get(0) + " cannot be run: " + e.getMessage());
        }
    }

    private int run(List<String> command, Path errors) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile())
                .start();
        try {
            process.getOutputStream().close();
            while (!process.waitFor(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                if (cancellation.isRequested()) {
                    throw new CancellationException("timing was interrupted");
                }
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("timing was interrupted");
        } finally {
            // A peer may have started its own processes, such as compilers.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String said(Path file, Path errors, int code) throws IOException {
        if (Files.exists(file)) {
            for (JsonNode result : TimingFile.read(file).path("results")) {
                if (result.has("error")) {
                    return result.get("error").asText();
                }
            }
        }
        String text = new String(Files.readAllBytes(errors), StandardCharsets.UTF_8).strip();
        String end = text.substring(Math.max(0, text.length() - SHOWN));
        return "exit code " + code + (end.isEmpty() ? " without a file of times" : ": " + end);
    }

    static ObjectNode failure(String workload, String mode, String why) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("workload", workload)
                .put("mode", mode)
                .put("error", why);
    }
}
