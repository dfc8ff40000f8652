package org.pushforward.benchmark.infer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.pushforward.benchmark.report.inference.StudyTable;
import org.pushforward.io.WholeFile;

/** Finds the results of a calibration study: in a file that settings name, or otherwise in this program. */
final class StudyFile {
    private static final String CONTAINED = "rain-study.json";

    private StudyFile() {}

    /**
     * Returns the results, or empty if no file is named and this program contains none.
     *
     * @throws IllegalArgumentException if the named file cannot be read
     * @throws org.pushforward.checkpoint.CheckpointException if it does not contain such results
     */
    static Optional<StudyTable> load(Optional<String> named) {
        if (named.isPresent()) {
            try {
                return Optional.of(StudyTable.JSON.read(named.get(), Files.readString(Path.of(named.get()))));
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "study: "
                                + WholeFile.unreadable(Path.of(named.get()), e).getMessage(),
                        e);
            }
        }
        try (InputStream contained = StudyFile.class.getResourceAsStream(CONTAINED)) {
            return contained == null
                    ? Optional.empty()
                    : Optional.of(StudyTable.JSON.read(
                            CONTAINED, new String(contained.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("reading the resource " + CONTAINED, e);
        }
    }
}
