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
 * The folder of a training: {@code run.json}, {@code settings.yaml}, {@code checkpoints/}, {@code metrics.jsonl}, {@code
 * result.json} and {@code report.html}.
 *
 * @param folder the folder
 * @param manifest what it is
 * @param settings how the model is trained
 */
public record TrainedRun(Path folder, RunManifest manifest, TrainSettings settings) {
    private static final String MANIFEST = "run.json";
    private static final String SETTINGS = "settings.yaml";
    private static final String RESULT = "result.json";
    private static final Pattern STEP = Pattern.compile("step-\\d{9,18}");

    /**
     * Makes the folder of a training that is to begin.
     *
     * @throws IllegalArgumentException if something is there already, or it cannot be made
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
                            + (isRun(folder) ? ": 'pushforward resume " + folder + "' goes on with it" : "")
                            + "; --out or --name chooses another folder",
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot make the folder " + folder + ": " + e.getMessage() + "; --out chooses another one", e);
        }
        WholeFile.write(folder.resolve(SETTINGS), bytes(settings.toYaml()));
        WholeFile.write(folder.resolve(MANIFEST), bytes(RunManifest.JSON.print(manifest)));
        return new TrainedRun(folder, manifest, settings);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns whether a folder is that of a training, by its own manifest. */
    public static boolean isRun(Path folder) {
        return Files.isRegularFile(folder.resolve(MANIFEST), LinkOption.NOFOLLOW_LINKS)
                && Files.isRegularFile(folder.resolve(SETTINGS), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Opens a folder.
     *
     * @throws IllegalArgumentException if it is not that of a training
     */
    public static TrainedRun open(Path folder) {
        if (!isRun(folder)) {
            throw new IllegalArgumentException(folder + " is not the folder of a run"
                    + (Files.exists(folder) ? ", for it holds no " + MANIFEST : ": there is no such folder")
                    + "; 'pushforward runs' lists those that there are");
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
     * Returns the runs in a folder, by name; none if there is no such folder.
     *
     * @param unreadable hears why a run cannot be read, such as one of a newer version
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

    /** Returns the folder of its checkpoints. */
    Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /** Returns the file of its losses. */
    Path metrics() {
        return folder.resolve("metrics.jsonl");
    }

    /** Returns the page that shows it. */
    public Path report() {
        return folder.resolve("report.html");
    }

    void write(RunResult result) {
        WholeFile.write(folder.resolve(RESULT), bytes(RunResult.JSON.print(result)));
    }

    /** Returns how its training ended, if it did. */
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

    /** Returns the number of iterations of its last checkpoint, if there is one. */
    public OptionalLong iteration() {
        return steps().stream().mapToLong(TrainedRun::iteration).max();
    }

    /**
     * Returns its last checkpoint.
     *
     * @param best whether the best one by validation is meant
     * @throws IllegalArgumentException if there is none yet
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
                    + (best ? "it was trained without validation" : "go on with 'pushforward resume " + folder + "'"));
        }
        return steps.get(steps.size() - 1);
    }

    /** Returns its model, ready for use. */
    public Trained<Model> load(Backend backend, boolean best) {
        return Trained.load(checkpoint(best), backend);
    }
}
