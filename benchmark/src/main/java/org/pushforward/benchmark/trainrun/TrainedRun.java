package org.pushforward.benchmark.trainrun;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pushforward.backend.Backend;
import org.pushforward.benchmark.settings.ConfigurationException;
import org.pushforward.checkpoint.CheckpointException;
import org.pushforward.io.WholeFile;
import org.pushforward.model.Model;
import org.pushforward.train.Trained;

/**
 * The folder of a run, which contains {@code run.json}, {@code settings.yaml}, {@code checkpoints/}, {@code metrics.jsonl}, {@code
 * result.json} and {@code report.html}.
 *
 * @param folder the folder
 * @param manifest the contents of {@code run.json}
 * @param settings the contents of {@code settings.yaml}
 */
public record TrainedRun(Path folder, RunManifest manifest, TrainSettings settings) {
    private static final String MANIFEST = "run.json";
    private static final String SETTINGS = "settings.yaml";
    private static final String RESULT = "result.json";
    private static final Pattern STEP = Pattern.compile("step-\\d{9,18}");

    /**
     * Creates the folder of a new run.
     *
     * @throws IllegalArgumentException if the path exists already or cannot be created
     */
    static TrainedRun create(Path folder, RunManifest manifest, TrainSettings settings) {
        try {
            if (folder.toAbsolutePath().getParent() != null) {
                Files.createDirectories(folder.toAbsolutePath().getParent());
            }
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(
                    folder + " exists already"
                            + (isRun(folder) ? ": 'pushforward resume " + folder + "' resumes it" : "")
                            + "; choose another folder with --out or --name",
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot create the folder " + folder + ": " + e.getMessage() + "; choose another with --out", e);
        }
        WholeFile.write(folder.resolve(SETTINGS), bytes(settings.toYaml()));
        WholeFile.write(folder.resolve(MANIFEST), bytes(RunManifest.JSON.print(manifest)));
        return new TrainedRun(folder, manifest, settings);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns whether a folder is that of a run, judged by its files. */
    public static boolean isRun(Path folder) {
        return Files.isRegularFile(folder.resolve(MANIFEST), LinkOption.NOFOLLOW_LINKS)
                && Files.isRegularFile(folder.resolve(SETTINGS), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Opens the folder of a run.
     *
     * @throws IllegalArgumentException if the folder is not that of a run
     */
    public static TrainedRun open(Path folder) {
        if (!isRun(folder)) {
            throw new IllegalArgumentException(folder + " is not the folder of a run"
                    + (Files.exists(folder) ? ", because it has no " + MANIFEST : ": there is no such folder")
                    + "; 'pushforward runs' lists the runs");
        }
        Path manifest = folder.resolve(MANIFEST);
        return new TrainedRun(
                folder,
                RunManifest.JSON.read(manifest.toString(), text(manifest)),
                TrainSettings.yaml().read(folder.resolve(SETTINGS)));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw WholeFile.unreadable(file, e);
        }
    }

    /**
     * Returns the runs in a folder, sorted by name; none if the folder does not exist.
     *
     * @param unreadable receives a message for each run that cannot be read, for example because of a newer version
     */
    public static List<TrainedRun> in(Path folder, Consumer<String> unreadable) {
        List<TrainedRun> runs = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                entries.filter(TrainedRun::isRun).sorted().forEach(run -> {
                    try {
                        runs.add(open(run));
                    } catch (CheckpointException | ConfigurationException e) {
                        unreadable.accept(e.getMessage());
                    }
                });
            } catch (IOException e) {
                throw WholeFile.unreadable(folder, e);
            }
        }
        return runs;
    }

    /** Returns the folder of the checkpoints. */
    Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /** Returns the log of the losses. */
    Path metrics() {
        return folder.resolve("metrics.jsonl");
    }

    /** Returns the path of the report. */
    public Path report() {
        return folder.resolve("report.html");
    }

    void write(RunResult result) {
        WholeFile.write(folder.resolve(RESULT), bytes(RunResult.JSON.print(result)));
    }

    /** Returns the result of training, if training has ended. */
    public Optional<RunResult> result() {
        Path file = folder.resolve(RESULT);
        return Files.exists(file) ? Optional.of(RunResult.JSON.read(file.toString(), text(file))) : Optional.empty();
    }

    private List<Path> steps() {
        if (!Files.isDirectory(checkpoints())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(checkpoints())) {
            return files.filter(
                            file -> STEP.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparingLong(TrainedRun::iteration))
                    .toList();
        } catch (IOException e) {
            throw WholeFile.unreadable(checkpoints(), e);
        }
    }

    private static long iteration(Path step) {
        return Long.parseLong(step.getFileName().toString().substring("step-".length()));
    }

    /** Returns the iteration of the last checkpoint, if there is one. */
    public OptionalLong iteration() {
        return steps().stream().mapToLong(TrainedRun::iteration).max();
    }

    /**
     * Returns the last or the best checkpoint.
     *
     * @param best whether to return the best checkpoint by validation
     * @throws IllegalArgumentException if there is no such checkpoint yet
     */
    public Path checkpoint(boolean best) {
        Path judged = checkpoints().resolve("best");
        if (best && Files.isDirectory(judged)) {
            return judged;
        }
        List<Path> steps = steps();
        if (best || steps.isEmpty()) {
            throw new IllegalArgumentException(folder + " has no " + (best ? "best checkpoint" : "checkpoint")
                    + " yet: "
                    + (best ? "it was trained without validation" : "run 'pushforward resume " + folder + "' first"));
        }
        return steps.get(steps.size() - 1);
    }

    /** Loads the model from the last or the best checkpoint. */
    public Trained<Model> load(Backend backend, boolean best) {
        return Trained.load(checkpoint(best), backend);
    }
}
