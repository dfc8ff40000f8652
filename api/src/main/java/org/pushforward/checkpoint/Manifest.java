package org.pushforward.checkpoint;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.pushforward.data.Schema;
import org.pushforward.distribution.Preprocessing;

/**
 * The content of {@code model.json}. Its last member is the SHA-256 checksum of the preceding text, which reveals any change.
 *
 * @param format the version of the format
 * @param date the time of writing
 * @param modelClass the class of the model
 * @param blueprint the family and the data that the model is built from, if a family built it
 * @param schema the columns that the model learns from
 * @param preprocessing the preprocessing of the model's data
 * @param training the progress of training, if it can be resumed
 * @param software the software that the model was trained with
 * @param tensorsSha256 the checksum of {@code model.safetensors}
 */
record Manifest(
        int format,
        Instant date,
        String modelClass,
        Optional<Subtree> blueprint,
        Schema schema,
        Preprocessing.Fitted preprocessing,
        Optional<Progress> training,
        Software software,
        String tensorsSha256) {
    /** Version 2 adds the recipe and the latest losses of a training, and the commit of the software. */
    static final int FORMAT = 2;

    private static final RecordJson<Manifest> JSON = RecordJson.of(Manifest.class);
    private static final String END = "\n}\n";
    private static final String CHECKSUM = ",\n  \"checksum\": \"";

    /** Returns the bytes of the file. */
    byte[] bytes() {
        String text = JSON.print(this);
        String content = text.substring(0, text.length() - END.length());
        return (content + seal(content)).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the checksum member that ends a file. */
    private static String seal(String content) {
        return CHECKSUM + Sha256.of(content.getBytes(StandardCharsets.UTF_8)) + "\"" + END;
    }

    /**
     * Reads the file.
     *
     * @throws CheckpointException if the file has a newer version, was altered or truncated, or has other content
     */
    static Manifest read(String document, String text) {
        Place root = Place.of(document);
        int end = text.lastIndexOf(CHECKSUM);
        if (end < 0) {
            throw root.wrong("does not end with its checksum: it is truncated, or not the file of a checkpoint");
        }
        String content = text.substring(0, end);
        if (!text.substring(end).equals(seal(content))) {
            throw root.wrong("does not match its checksum: it was altered or damaged");
        }
        Object tree = Json.parse(document, content + END);
        Map<String, Object> members = RecordForm.members(tree, root, "with a key 'format'");
        int format = ScalarForm.INTEGER.read(members.get("format"), root.child("format"));
        if (format > FORMAT) {
            throw root.child("format")
                    .wrong("version " + format + " of the format, where this version of Pushforward reads up" + " to "
                            + FORMAT + ": update it");
        }
        return switch (format) {
            case 1, 2 -> JSON.read(tree, root);
            default ->
                throw root.child("format").wrong("version " + format + " of the format: expected 1 to " + FORMAT);
        };
    }
}
