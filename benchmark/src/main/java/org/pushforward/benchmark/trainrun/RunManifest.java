package org.pushforward.benchmark.trainrun;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pushforward.checkpoint.RecordJson;
import org.pushforward.checkpoint.Software;

/**
 * The contents of {@code run.json}, which marks a folder as that of a run.
 *
 * @param format the version of the format
 * @param name the name of the run
 * @param command the words of the command that created the run
 * @param started when the run was created
 * @param software the software and the number of threads that the run uses
 * @param columns the names of the columns to learn, or of the single array
 * @param coordinates the name of each element of a sample
 * @param condition the numeric columns that the model is conditioned on
 * @param classes the columns of classes that the model is conditioned on
 * @param dataSha256 the SHA-256 checksum of the data file, if there is one
 * @param parameters the number of scalar parameters of the model
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

    /** Copies the lists, and refuses other versions of the format. */
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
