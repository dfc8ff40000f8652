package org.pushforward.benchmark.trainrun;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pushforward.checkpoint.RecordJson;
import org.pushforward.checkpoint.Software;

/**
 * What {@code run.json} says: by it a folder is known as that of a run.
 *
 * @param format the version of the format
 * @param name the name of the run
 * @param command the words of the command that began it
 * @param started when it began
 * @param software what it computes with, the number of threads included
 * @param columns the columns of the file, or the one array, that are learned
 * @param coordinates a name for each number of a sample
 * @param condition the columns that the model is given, as numbers
 * @param classes the columns that the model is given, as whole numbers
 * @param dataSha256 the checksum of the file of data, if there is one
 * @param parameters how many numbers the model learns
 */
public record RunManifest(
        int format,
        String name,
        List<String> command,
        Instant started,
        Software software,
        List<String> columns,
        List<String> coordinates,
        List<String> condition,
        List<String> classes,
        Optional<String> dataSha256,
        long parameters) {
    static final int FORMAT = 1;
    static final RecordJson<RunManifest> JSON = RecordJson.of(RunManifest.class);

    /** Copies the lists, and refuses a newer format. */
    public RunManifest {
        if (format != FORMAT) {
            throw new IllegalArgumentException("version " + format + " of the format of a run, where this version of"
                    + " Pushforward reads " + FORMAT + ": update it");
        }
        command = List.copyOf(command);
        columns = List.copyOf(columns);
        coordinates = List.copyOf(coordinates);
        condition = List.copyOf(condition);
        classes = List.copyOf(classes);
    }
}
