package org.pushforward.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.data.Schema;
import org.pushforward.distribution.Standardization;
import org.pushforward.model.Model;
import org.pushforward.model.ParameterGroup;
import org.pushforward.model.Step;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Checks that checkpoint folders are complete or absent, whatever fails, and that only valid ones are read. */
class CheckpointTest {
    /** Makes the folder, writes two files, syncs them, and moves the folder into place. */
    private static final int FEWEST_OPERATIONS = 5;

    @TempDir
    Path temporary;

    /** A model that only says which columns it learns from. */
    private static final class Blank implements Model {
        @Override
        public Schema schema() {
            return Schema.of(Shape.of(2));
        }

        @Override
        public List<ParameterGroup> groups() {
            return List.of();
        }

        @Override
        public void learn(Step step) {}
    }

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final Progress PROGRESS = new Progress(
            2,
            RandomKey.of(7),
            "abc",
            Optional.of(new Recipe("example.Likelihood", Map.of("main", "Sgd(rate 0.1, momentum 0.0)"), 16)),
            Optional.of(new LatestLosses(Map.of("main", 2.0), Map.of())));

    private static ModelCheckpoint checkpoint(long seed) {
        Map<String, HostArray> tensors = new LinkedHashMap<>();
        tensors.put("weight", RandomKey.of(seed).normal(Shape.of(2, 3)));
        tensors.put(ModelCheckpoint.STATE + "main", RandomKey.of(seed).fold(1).normal(Shape.of(6)));
        tensors.put(ModelCheckpoint.LOSS + "main", HostArray.of(Shape.of(2), 3.0, 2.0));
        tensors.put(ModelCheckpoint.VALIDATION + "main", HostArray.of(Shape.of(1), Double.NaN));
        return checkpoint(tensors);
    }

    private static ModelCheckpoint checkpoint(Map<String, HostArray> tensors) {
        return ModelCheckpoint.of(
                new Blank(),
                Optional.empty(),
                new Standardization(List.of(0.5, 0.25), List.of(1 / 3.0, 2.0)),
                Optional.of(PROGRESS),
                new Software("0.1.0", "reference", "interpreter", "cpu", 2, "17", "Linux amd64", Optional.of(COMMIT)),
                tensors);
    }

    private static void assertIsCheckpoint(Path folder, long seed) {
        assertThat(ModelCheckpoint.load(folder).tensors())
                .isEqualTo(checkpoint(seed).tensors());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void savedModelsAreLoaded() throws IOException {
        Path folder = temporary.resolve("deep").resolve("model");
        ModelCheckpoint saved = checkpoint(1);
        saved.save(folder);
        ModelCheckpoint loaded = ModelCheckpoint.load(folder);
        assertThat(loaded.tensors()).isEqualTo(saved.tensors());
        assertThat(loaded.tensors("training/state/")).containsOnlyKeys("main");
        assertThat(loaded.preprocessing()).isEqualTo(saved.preprocessing());
        assertThat(loaded.training()).isEqualTo(saved.training());
        assertThat(loaded.software()).isEqualTo(saved.software());
        assertThat(loaded.schema()).isEqualTo(saved.schema());
        assertThat(loaded.date()).isEqualTo(saved.date());
        assertThat(loaded.modelClass()).isEqualTo(Blank.class.getName());
        assertThat(loaded.blueprint()).isEmpty();
        assertThat(Files.readString(folder.resolve("model.json")))
                .startsWith("{\n  \"format\": 2,\n")
                .contains("\"x\": \"f32[2]\"");
    }

    /** The current format may change, but version 1 must remain readable. */
    @Test
    void aCheckpointOfVersion1IsRead() {
        ModelCheckpoint golden = ModelCheckpoint.load(Path.of("src/test/resources/org/pushforward/checkpoint/v1"));
        assertThat(golden.tensors()).isEqualTo(checkpoint(1).tensors());
        assertThat(golden.preprocessing()).isEqualTo(checkpoint(1).preprocessing());
        assertThat(golden.training()).contains(new Progress(2, RandomKey.of(7), "abc"));
        assertThat(golden.software().commit()).isEmpty();
        assertThat(golden.date()).isEqualTo("2026-11-27T10:00:00Z");
    }

    @Test
    void aCheckpointOfVersion2IsRead() {
        ModelCheckpoint golden = ModelCheckpoint.load(Path.of("src/test/resources/org/pushforward/checkpoint/v2"));
        assertThat(golden.tensors()).isEqualTo(checkpoint(1).tensors());
        assertThat(golden.preprocessing()).isEqualTo(checkpoint(1).preprocessing());
        assertThat(golden.training()).contains(PROGRESS);
        assertThat(golden.software().commit()).contains(COMMIT);
    }

    @Test
    void anotherCheckpointIsReplaced() throws IOException {
        Path folder = temporary.resolve("model");
        checkpoint(1).save(folder);
        checkpoint(2).save(folder);
        assertIsCheckpoint(folder, 2);
        assertThat(names()).containsExactly("model");
    }

    @Test
    void nothingElseIsReplaced() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("model"));
        Files.writeString(folder.resolve("thesis.txt"), "chapter 1");
        assertThatThrownBy(() -> checkpoint(1).save(folder))
                .hasMessageContaining("something other than a checkpoint is there");
        Files.writeString(folder.resolve("model.json"), "{}");
        Files.writeString(folder.resolve("model.safetensors"), "");
        assertThatThrownBy(() -> checkpoint(1).save(folder))
                .hasMessageContaining("it holds thesis.txt too, which is not part of it");
        Files.delete(folder.resolve("thesis.txt"));
        assertThatThrownBy(() -> checkpoint(1).save(folder)).hasMessageContaining("does not end with its checksum");
        assertThat(folder.resolve("model.json")).hasContent("{}");
        Path file = Files.writeString(temporary.resolve("file"), "text");
        assertThatThrownBy(() -> checkpoint(1).save(file))
                .hasMessageContaining("something other than a checkpoint is there");
        Path dangling = Files.createSymbolicLink(temporary.resolve("link"), temporary.resolve("nowhere"));
        assertThatThrownBy(() -> checkpoint(1).save(dangling))
                .hasMessageContaining("something other than a checkpoint is there");
        assertThat(names()).containsExactly("file", "link", "model");
    }

    @Test
    void foreignFilesAreNotDeleted() throws IOException {
        Path folder = temporary.resolve("model");
        checkpoint(1).save(folder);
        Files.writeString(folder.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> ModelCheckpoint.delete(folder)).hasMessageContaining("it holds notes.txt too");
        assertIsCheckpoint(folder, 1);
        Files.delete(folder.resolve("notes.txt"));
        ModelCheckpoint.delete(folder);
        assertThat(names()).isEmpty();
    }

    /** The process dies at each operation in turn, without any cleanup. */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void ifTheProcessDiesTheOldOrTheNewCheckpointIsComplete(boolean replaces) throws IOException {
        boolean complete = false;
        boolean replaced = false;
        int deaths = 0;
        for (int operations = 0; !complete; operations++) {
            Path folder = temporary.resolve("model-" + operations);
            if (replaces) {
                checkpoint(1).save(folder);
            }
            FaultyDisk disk = new FaultyDisk(operations, true, "the process is dead");
            try {
                checkpoint(2).save(folder, disk);
            } catch (CheckpointException e) {
                assertThat(e).hasMessageEndingWith("the process is dead");
            }
            complete = !disk.failed();
            deaths += complete ? 0 : 1;
            if (replaces || Files.exists(folder)) {
                boolean isNew = ModelCheckpoint.load(folder)
                        .tensors()
                        .equals(checkpoint(2).tensors());
                assertThat(isNew || !replaced)
                        .as("the old one comes back at operation " + operations)
                        .isTrue();
                replaced |= isNew;
                if (!isNew) {
                    assertIsCheckpoint(folder, 1);
                }
            } else {
                assertThatThrownBy(() -> ModelCheckpoint.load(folder)).hasMessageContaining("there is no such folder");
            }
            checkpoint(3).save(folder);
            assertIsCheckpoint(folder, 3);
        }
        assertThat(replaced).isTrue();
        assertThat(deaths).isGreaterThanOrEqualTo(FEWEST_OPERATIONS);
    }

    /** One operation fails, as on a full disk, but the process survives and cleans up. */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void ifWritingFailsTheOldCheckpointStaysAndNothingIsLeft(boolean replaces) throws IOException {
        boolean complete = false;
        int refusals = 0;
        for (int operations = 0; !complete; operations++) {
            Path folder = temporary.resolve("model-" + operations);
            if (replaces) {
                checkpoint(1).save(folder);
            }
            FaultyDisk disk = new FaultyDisk(operations, false, "No space left on device");
            boolean refused = false;
            try {
                checkpoint(2).save(folder, disk);
            } catch (CheckpointException e) {
                refused = true;
                assertThat(e).hasMessage("cannot write the checkpoint " + folder + ": No space left on device");
            }
            complete = !disk.failed();
            refusals += refused ? 1 : 0;
            if (!refused) {
                assertIsCheckpoint(folder, 2);
            } else if (Files.exists(folder)) {
                // The last operation that can fail is the sync of the new folder's name.
                boolean isNew = ModelCheckpoint.load(folder)
                        .tensors()
                        .equals(checkpoint(2).tensors());
                if (!isNew) {
                    assertThat(replaces).isTrue();
                    assertIsCheckpoint(folder, 1);
                }
            } else {
                assertThat(replaces).isFalse();
            }
        }
        assertThat(refusals).isGreaterThanOrEqualTo(FEWEST_OPERATIONS);
        // Deleting may have failed, which is not an error; nothing else is left.
        assertThat(names()).allMatch(name -> name.startsWith("model-") || name.contains(".replaced-"));
    }

    @Test
    void leftoversOfADeadProcessAreRemoved() throws IOException {
        // Process numbers are below 2^22 on Linux.
        Path unfinished = Files.createDirectory(temporary.resolve(".model.unfinished-99999999-5-1f"));
        Files.writeString(unfinished.resolve("model.safetensors"), "half");
        Path living = Files.createDirectory(temporary.resolve(".model.unfinished-" + ProcessMark.current() + "-1f"));
        Path strange = Files.createDirectory(temporary.resolve(".model.unfinished-99999998-5-1f"));
        Files.writeString(strange.resolve("thesis.txt"), "chapter 1");
        // Another process had this one's number before.
        Path before = Files.createDirectory(
                temporary.resolve(".model.unfinished-" + ProcessHandle.current().pid() + "-5-1f"));
        Path other = Files.createDirectory(temporary.resolve(".modeling.unfinished-99999999-5-1f"));
        checkpoint(1).save(temporary.resolve("model"));
        assertThat(unfinished).doesNotExist();
        assertThat(living).exists();
        assertThat(before).doesNotExist();
        assertThat(strange.resolve("thesis.txt")).exists();
        assertThat(other).exists();
    }

    @Test
    void aFileTruncatedAnywhereIsRefused() throws IOException {
        for (String name : List.of("model.json", "model.safetensors")) {
            Path folder = temporary.resolve("of " + name);
            checkpoint(1).save(folder);
            byte[] whole = Files.readAllBytes(folder.resolve(name));
            for (int length = 0; length < whole.length; length++) {
                Files.write(folder.resolve(name), Arrays.copyOf(whole, length));
                assertRefused(folder, name, "cut to " + length);
            }
        }
    }

    @Test
    void aFileWithAnyByteAlteredIsRefused() throws IOException {
        for (String name : List.of("model.json", "model.safetensors")) {
            Path folder = temporary.resolve("of " + name);
            checkpoint(1).save(folder);
            byte[] whole = Files.readAllBytes(folder.resolve(name));
            for (int i = 0; i < whole.length; i++) {
                byte[] altered = whole.clone();
                altered[i] ^= (byte) (1 << i % 8);
                Files.write(folder.resolve(name), altered);
                assertRefused(folder, name, "byte " + i);
            }
        }
    }

    private static void assertRefused(Path folder, String name, String what) {
        assertThatThrownBy(() -> ModelCheckpoint.load(folder))
                .as(name + ", " + what)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(name);
    }

    /** Writes an edited manifest with a valid checksum. */
    private static void alter(Path folder, String from, String to) throws IOException {
        Path file = folder.resolve("model.json");
        String text = Files.readString(file);
        String body = text.substring(0, text.indexOf(",\n  \"checksum\""));
        assertThat(body).contains(from);
        String altered = body.replace(from, to);
        Files.writeString(
                file,
                altered + ",\n  \"checksum\": \"" + Sha256.of(altered.getBytes(StandardCharsets.UTF_8)) + "\"\n}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"format\": 2 | \"format\": 3 | version 3 of the format, where this version of Pushforward reads up to 2: update it",
                "\"format\": 2 | \"format\": 0 | version 0 of the format: expected 1 to 2",
                "\"format\": 2 | \"form\": 1 | at format: expected a whole number below 2^31, not null",
                "\"format\": 2 | \"format\": 2, \"file\": \"../../secret\" | at file: unknown key",
                "\"kind\": \"standardize\" | \"kind\": \"standardiz\" | did you mean 'standardize'?",
                "0.25 | NaN | not JSON",
                "f32[2] | f32[4611686018427387904] | at schema.columns.x: expected an element type and a shape",
                "\"iteration\": 2 | \"iteration\": 2.5 | at training.iteration: expected a whole number below 2^63, not 2.5",
            })
    void aManifestThatSaysSomethingElseIsRefused(String from, String to, String message) throws IOException {
        Path folder = temporary.resolve("model");
        checkpoint(1).save(folder);
        alter(folder, from, to);
        assertThatThrownBy(() -> ModelCheckpoint.load(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(message);
    }

    @Test
    void numbersThatAreNotFiniteAreRefusedBothWays() throws IOException {
        Map<String, HostArray> bad = new LinkedHashMap<>(checkpoint(1).tensors());
        bad.put("weight", HostArray.of(Shape.of(2, 3), 1f, 2f, Float.NaN, 4f, 5f, 6f));
        assertThatThrownBy(() -> checkpoint(bad)).hasMessage("the model: 'weight' contains NaN or infinity");

        Path folder = temporary.resolve("model");
        checkpoint(1).save(folder);
        String before = Sha256.of(Files.readAllBytes(folder.resolve("model.safetensors")));
        new SafeTensors(bad, Map.of()).write(folder.resolve("model.safetensors"));
        alter(folder, before, Sha256.of(Files.readAllBytes(folder.resolve("model.safetensors"))));
        assertThatThrownBy(() -> ModelCheckpoint.load(folder))
                .hasMessageContaining("'weight' contains NaN or infinity");
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path folder = temporary.resolve("model");
        checkpoint(1).save(folder);
        Path elsewhere = temporary.resolve("elsewhere");
        Files.move(folder.resolve("model.safetensors"), elsewhere);
        Files.createSymbolicLink(folder.resolve("model.safetensors"), elsewhere);
        assertThatThrownBy(() -> ModelCheckpoint.load(folder)).hasMessageContaining("model.safetensors is a link");
    }

    @Test
    void missingPartsAreNamed() throws IOException {
        assertThatThrownBy(() -> ModelCheckpoint.load(temporary.resolve("none")))
                .hasMessage("no checkpoint " + temporary.resolve("none") + ": there is no such folder");
        assertThatThrownBy(() -> ModelCheckpoint.load(temporary))
                .hasMessage(temporary + " is not a checkpoint: it contains no model.json");
        checkpoint(1).save(temporary.resolve("model"));
        assertThatThrownBy(() -> ModelCheckpoint.load(temporary))
                .hasMessageEndingWith("it contains no model.json; there are " + temporary.resolve("model"));
        Files.delete(temporary.resolve("model/model.safetensors"));
        assertThatThrownBy(() -> ModelCheckpoint.load(temporary.resolve("model")))
                .hasMessageContaining("there is no " + temporary.resolve("model/model.safetensors"));
    }
}
