package org.pushforward.benchmark.timing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pushforward.io.WholeFile;

/** A file of times: an object with {@code machine} and {@code results}, as this program and its peers write it. */
public final class TimingFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private TimingFile() {}

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if the file does not exist or does not have this form
     */
    public static JsonNode read(Path file) {
        JsonNode content;
        try {
            content = JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            String why = Files.exists(file) ? String.valueOf(e.getMessage()) : "no such file";
            throw new IllegalArgumentException(file + ": " + why, e);
        }
        if (!content.path("results").isArray() || !content.path("machine").isObject()) {
            throw new IllegalArgumentException(
                    file + " is not a file of times: expected an object with 'machine' and 'results'");
        }
        return content;
    }

    /** Writes a file atomically. */
    public static void write(Path file, ObjectNode content) {
        try {
            String text = JSON.writeValueAsString(content) + "\n";
            WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an object that cannot be written as JSON", e);
        }
    }

    /** Returns the successful runs in a file. */
    static List<JsonNode> successes(JsonNode content) {
        List<JsonNode> successes = new ArrayList<>();
        for (JsonNode result : content.path("results")) {
            if (!result.has("error")) {
                successes.add(result);
            }
        }
        return successes;
    }
}
