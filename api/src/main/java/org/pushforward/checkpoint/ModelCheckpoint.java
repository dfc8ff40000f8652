package org.pushforward.checkpoint;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pushforward.Stability;
import org.pushforward.data.Schema;
import org.pushforward.distribution.Preprocessing;
import org.pushforward.model.Blueprint;
import org.pushforward.model.Model;
import org.pushforward.tensor.HostArray;

/**
 * A model in a folder: {@code model.json} describes it, and {@code model.safetensors} contains its arrays.
 *
 * <p>Parameters and buffers are named by their paths. The names of training data start with {@code training/}: the engine's states
 * {@code training/state/NAME}, the best parameters so far {@code training/best/PATH}, and the curves {@code training/loss/NAME} and
 * {@code training/validation/NAME}.
 *
 * <p>{@link #save} writes the folder atomically, and {@link #load} verifies every byte. Immutable.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class ModelCheckpoint {
    /** The prefix of all data of training. */
    public static final String TRAINING = "training/";

    /** The prefix of the engine's states. */
    public static final String STATE = TRAINING + "state/";

    /** The prefix of the best parameters and buffers by validation so far. */
    public static final String BEST = TRAINING + "best/";

    /** The prefix of the losses of each step. */
    public static final String LOSS = TRAINING + "loss/";

    /** The prefix of the losses of each validation, the only numbers that may be infinite or NaN. */
    public static final String VALIDATION = TRAINING + "validation/";

    private static final String MANIFEST = "model.json";
    private static final String TENSORS = "model.safetensors";
    static final Set<String> FILES = Set.of(MANIFEST, TENSORS);
    private static final long LONGEST_MANIFEST = 1 << 26;
    private static final RecordJson<Blueprint> BLUEPRINT = RecordJson.of(Blueprint.class);

    private final Manifest manifest;
    private final Map<String, HostArray> tensors;

    private ModelCheckpoint(Manifest manifest, Map<String, HostArray> tensors) {
        this.manifest = manifest;
        this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * Makes the checkpoint of a model.
     *
     * @param blueprint the family and data that the model was built from, if a family built it
     * @param training the progress of training, if it can be resumed
     * @param tensors the arrays by name, as described above
     * @throws CheckpointException if a number other than a validation loss is not finite; the message names the array
     */
    public static ModelCheckpoint of(
            Model model,
            Optional<Blueprint> blueprint,
            Preprocessing.Fitted preprocessing,
            Optional<Progress> training,
            Software software,
            Map<String, HostArray> tensors) {
        checkFinite("the model", tensors);
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                model.getClass().getName(),
                blueprint.map(each -> new Subtree(BLUEPRINT.write(each), Place.of("blueprint"))),
                model.schema(),
                preprocessing,
                training,
                software,
                "");
        return new ModelCheckpoint(manifest, tensors);
    }

    /**
     * Returns the checkpoint of this model with other values of its parameters and buffers. No training led to them, so none can go
     * on from them.
     *
     * @param values the values by path
     * @throws CheckpointException if a number is not finite, naming it
     */
    public ModelCheckpoint withValues(Map<String, HostArray> values) {
        checkFinite("the model", values);
        Manifest untrained = new Manifest(
                Manifest.FORMAT,
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                manifest.modelClass(),
                manifest.blueprint(),
                manifest.schema(),
                manifest.preprocessing(),
                Optional.empty(),
                manifest.software(),
                "");
        return new ModelCheckpoint(untrained, values);
    }

    private static void checkFinite(String what, Map<String, HostArray> tensors) {
        tensors.forEach((name, array) -> {
            if (!name.startsWith(VALIDATION) && !array.isFinite()) {
                throw new CheckpointException(what + ": '" + name + "' contains NaN or infinity");
            }
        });
    }

    /**
     * Writes this checkpoint to a folder atomically: an existing checkpoint stays until the new one is complete.
     *
     * @throws CheckpointException if something other than a checkpoint is there, or writing fails; existing files stay in both cases
     */
    public void save(Path folder) {
        save(folder, Disk.real());
    }

    void save(Path folder, Disk disk) {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            checkReplaceable(folder);
        }
        MessageDigest digest = Sha256.begin();
        Map<String, Disk.Content> contents = new LinkedHashMap<>();
        contents.put(TENSORS, out -> new SafeTensors(tensors, Map.of("format", "pushforward"))
                .encode(new DigestOutputStream(out, digest)));
        contents.put(MANIFEST, out -> out.write(withChecksum(Sha256.end(digest)).bytes()));
        try {
            new AtomicFolder(folder, FILES, disk).write(contents);
        } catch (IOException e) {
            throw CheckpointException.of("cannot write the checkpoint " + folder, e);
        }
    }

    private Manifest withChecksum(String tensorsSha256) {
        return new Manifest(
                manifest.format(),
                manifest.date(),
                manifest.modelClass(),
                manifest.blueprint(),
                manifest.schema(),
                manifest.preprocessing(),
                manifest.training(),
                manifest.software(),
                tensorsSha256);
    }

    /** Refuses to replace anything except a folder that contains only the files of a checkpoint. */
    private static void checkReplaceable(Path folder) {
        try {
            List<Path> content = List.of();
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                try (Stream<Path> files = Files.list(folder)) {
                    content = files.toList();
                }
            }
            if (!content.contains(folder.resolve(MANIFEST)) || !content.contains(folder.resolve(TENSORS))) {
                throw new CheckpointException(
                        "cannot save a checkpoint as " + folder + ": something other than a checkpoint is"
                                + " there; choose another name, or remove it yourself");
            }
            for (Path file : content) {
                if (!FILES.contains(file.getFileName().toString())) {
                    throw new CheckpointException(
                            "cannot replace the checkpoint " + folder + ": it holds " + file.getFileName()
                                    + " too, which is not part of it; move that away, or choose another name");
                }
            }
            manifest(folder);
        } catch (IOException e) {
            throw CheckpointException.of("cannot replace " + folder, e);
        }
    }

    /**
     * Deletes a checkpoint but no other files in its folder.
     *
     * @throws CheckpointException if no checkpoint is there, or deleting fails
     */
    public static void delete(Path folder) {
        checkReplaceable(folder);
        try {
            new AtomicFolder(folder, FILES, Disk.real()).delete();
        } catch (IOException e) {
            throw CheckpointException.of("cannot delete the checkpoint " + folder, e);
        }
    }

    /**
     * Reads a checkpoint from a folder.
     *
     * @throws CheckpointException if the folder contains no checkpoint, or if the checkpoint has a newer version, was altered or
     *     truncated, or contains numbers that are not finite
     */
    public static ModelCheckpoint load(Path folder) {
        try {
            Path found = AtomicFolder.find(folder)
                    .orElseThrow(
                            () -> new CheckpointException("no checkpoint " + folder + ": there is no such folder"));
            Manifest manifest = manifest(found);
            Path file = plain(found.resolve(TENSORS));
            MessageDigest digest = Sha256.begin();
            Map<String, HostArray> tensors;
            try (InputStream in =
                    new DigestInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16), digest)) {
                tensors = SafeTensors.decode(file.toString(), Files.size(file), in)
                        .tensors();
            }
            if (!Sha256.end(digest).equals(manifest.tensorsSha256())) {
                throw new CheckpointException(
                        file + " does not match its checksum in " + MANIFEST + ": it was altered or damaged");
            }
            checkFinite(file.toString(), tensors);
            return new ModelCheckpoint(manifest, tensors);
        } catch (IOException e) {
            throw CheckpointException.of("cannot read the checkpoint " + folder, e);
        }
    }

    private static Manifest manifest(Path folder) throws IOException {
        Path file = folder.resolve(MANIFEST);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CheckpointException(folder + " is not a checkpoint: it contains no " + MANIFEST + inside(folder));
        }
        long length = Files.size(plain(file));
        if (length > LONGEST_MANIFEST) {
            throw new CheckpointException(
                    file + " has " + length + " bytes: expected " + LONGEST_MANIFEST + " at most");
        }
        return Manifest.read(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }

    /** Returns a hint that lists checkpoints in subfolders. */
    private static String inside(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return "";
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> checkpoints = files.filter(file -> Files.exists(file.resolve(MANIFEST)))
                    .map(Path::toString)
                    .sorted()
                    .toList();
            return checkpoints.isEmpty() ? "" : "; there are " + String.join(", ", checkpoints);
        }
    }

    /** Returns a regular file. Links may lead out of the folder, and pipes have no end. */
    private static Path plain(Path file) throws NoSuchFileException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(file.toString());
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CheckpointException(
                    file + " is a link or something else, not a regular file: put the file itself there");
        }
        return file;
    }

    /** Returns the name of the model's class. */
    public String modelClass() {
        return manifest.modelClass();
    }

    /**
     * Returns the family and data that the model was built from, if a family built it.
     *
     * @throws CheckpointException if the family is not on the class path or refuses its settings; the message lists the known families
     */
    public Optional<Blueprint> blueprint() {
        return manifest.blueprint().map(part -> BLUEPRINT.read(part.tree(), part.at()));
    }

    /** Returns the columns that the model learns from. */
    public Schema schema() {
        return manifest.schema();
    }

    /** Returns the preprocessing of the model's data. */
    public Preprocessing.Fitted preprocessing() {
        return manifest.preprocessing();
    }

    /** Returns the progress of training, if it can be resumed. */
    public Optional<Progress> training() {
        return manifest.training();
    }

    /** Returns the software that the model was trained with. */
    public Software software() {
        return manifest.software();
    }

    /** Returns the time of creation. */
    public Instant date() {
        return manifest.date();
    }

    /** Returns all arrays by name. */
    public Map<String, HostArray> tensors() {
        return tensors;
    }

    /** Returns the arrays whose names start with a prefix, by the rest of their names. */
    public Map<String, HostArray> tensors(String prefix) {
        Map<String, HostArray> some = new LinkedHashMap<>();
        tensors.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                some.put(name.substring(prefix.length()), value);
            }
        });
        return some;
    }
}
