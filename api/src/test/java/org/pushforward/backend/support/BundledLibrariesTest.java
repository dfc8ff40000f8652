package org.pushforward.backend.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.backend.BackendException;

class BundledLibrariesTest {
    private static final String FOLDER = "org/example/linux-x86_64";

    @TempDir
    Path temporary;

    /** Makes a class loader over one jar with some files of one folder, given in pairs of name and content. */
    static URLClassLoader jar(Path jar, String folder, String... files) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (int i = 0; i < files.length; i += 2) {
                out.putNextEntry(new ZipEntry(folder + "/" + files[i]));
                out.write(files[i + 1].getBytes());
                out.closeEntry();
            }
        }
        return new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
    }

    private BundledLibraries libraries(String jar, String... files) throws IOException {
        return BundledLibraries.find(
                jar(temporary.resolve(jar), FOLDER, files), "example", FOLDER, List.of("a.so", "b.so", "c.so"));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".lock"))
                    .collect(Collectors.toList());
        }
    }

    @Test
    void theyAreUnpackedOnce() throws IOException {
        BundledLibraries libraries = libraries("one.jar", "a.so", "first", "b.so", "second", "d.so", "not asked for");
        assertThat(libraries.has(List.of("a.so", "b.so"))).isTrue();
        assertThat(libraries.has(List.of("a.so", "c.so"))).isFalse();
        Path folder = libraries.unpack(temporary.resolve("cache"));
        assertThat(names(folder)).containsExactlyInAnyOrder("a.so", "b.so");
        assertThat(folder.resolve("a.so")).hasContent("first");
        Files.writeString(folder.resolve("a.so"), "FIRST");
        assertThat(libraries.unpack(temporary.resolve("cache"))).isEqualTo(folder);
        assertThat(folder.resolve("a.so")).as("a file of the right size stays").hasContent("FIRST");
    }

    @Test
    void whatAKilledProcessLeftIsMended() throws IOException {
        BundledLibraries libraries = libraries("one.jar", "a.so", "first", "b.so", "second");
        Path folder = libraries.unpack(temporary.resolve("cache"));
        Files.delete(folder.resolve("a.so"));
        Files.writeString(folder.resolve("a.so.part"), "a longer file that was never finished");
        Files.writeString(folder.resolve("b.so"), "sec");
        assertThat(libraries.unpack(temporary.resolve("cache"))).isEqualTo(folder);
        assertThat(folder.resolve("a.so")).hasContent("first");
        assertThat(folder.resolve("b.so")).hasContent("second");
        assertThat(names(folder)).containsExactlyInAnyOrder("a.so", "b.so");
    }

    @Test
    void otherVersionsGetOtherFolders() throws IOException {
        Path old = libraries("old.jar", "a.so", "first").unpack(temporary);
        Path other = libraries("new.jar", "a.so", "changed").unpack(temporary);
        assertThat(other).isNotEqualTo(old);
        assertThat(old.resolve("a.so")).hasContent("first");
    }

    @Test
    void severalMayUnpackAtOnce() throws Exception {
        BundledLibraries libraries = libraries("one.jar", "a.so", "x".repeat(1 << 20), "b.so", "second");
        Path cache = temporary.resolve("cache");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Path> unpack = () -> libraries.unpack(cache);
            for (Future<Path> folder : threads.invokeAll(List.of(unpack, unpack, unpack, unpack))) {
                assertThat(folder.get().resolve("a.so")).hasSize(1 << 20);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aFolderThatCannotBeUsedIsNamedWithTheSetting() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "in the way");
        BundledLibraries libraries = libraries("one.jar", "a.so", "first");
        assertThatThrownBy(() -> libraries.unpack(file))
                .isInstanceOf(BackendException.class)
                .hasMessageContainingAll("native libraries example", file.toString(), "-Dpushforward.cache=FOLDER");
        assertThatThrownBy(() -> BundledLibraries.requireRoom(2600L << 20, 100L << 20))
                .hasMessage("2600 MiB are needed, and 100 MiB are free");
    }
}
