package org.pushforward.benchmark.trainrun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pushforward.io.WholeFile;
import org.pushforward.train.TrainingListener;

/**
 * Logs losses as lines of JSON: {@code {"iteration":100,"seconds":0.8,"loss":{"flow":1.2}}}. When training resumes from an earlier step,
 * later lines are removed first. Not safe for use by several threads.
 */
final class MetricsLog implements TrainingListener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long FLUSHED = 1_000_000_000L;

    private final Path file;
    private final long every;
    private final long started = System.nanoTime();
    private BufferedWriter out;
    private long flushed;

    /**
     * Creates a log.
     *
     * @param every the number of iterations between lines
     */
    MetricsLog(Path file, long every) {
        this.file = file;
        this.every = every;
    }

    @Override
    public void began(long iteration, long iterations) {
        try {
            if (Files.exists(file)) {
                WholeFile.write(file, String.join("", upTo(iteration)).getBytes(StandardCharsets.UTF_8));
            }
            out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private List<String> upTo(long iteration) throws IOException {
        List<String> kept = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            try {
                if (JSON.readTree(line).path("iteration").asLong(Long.MAX_VALUE) <= iteration) {
                    kept.add(line + "\n");
                }
            } catch (JsonProcessingException e) {
                // The process that wrote the log was killed in the middle of a line.
                break;
            }
        }
        return kept;
    }

    @Override
    public void iterated(long iteration, long iterations, Map<String, Double> losses) {
        if (iteration % every == 0 || iteration == iterations) {
            write(iteration, "loss", losses);
        }
    }

    @Override
    public void validated(long iteration, Map<String, Double> losses) {
        write(iteration, "validation", losses);
    }

    private void write(long iteration, String kind, Map<String, Double> losses) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("iteration", iteration);
        line.put("seconds", Math.round((System.nanoTime() - started) * 1e-6) / 1000.0);
        ObjectNode values = line.putObject(kind);
        losses.forEach((name, value) -> {
            if (Double.isFinite(value)) {
                values.put(name, value);
            } else {
                values.putNull(name);
            }
        });
        try {
            out.write(line + "\n");
            if (System.nanoTime() - flushed > FLUSHED) {
                flushed = System.nanoTime();
                out.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
