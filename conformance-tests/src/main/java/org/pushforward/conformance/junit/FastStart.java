package org.pushforward.conformance.junit;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The command that starts a Java program of this class path in about half the usual time, for tests that start it hundreds of times.
 *
 * <p>The first process that ends normally writes an archive of its classes, which later processes map. Java archives classes of jars only,
 * so folders of the class path are packed into jars.
 */
final class FastStart {
    private final Path archive;
    private final String classPath;

    /** Packs the class path into a folder. */
    FastStart(Path folder) throws IOException {
        archive = folder.resolve("classes.jsa");
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator))) {
            Path path = Path.of(entry);
            entries.add(
                    Files.isDirectory(path)
                            ? packed(path, folder.resolve("classes-" + entries.size() + ".jar"))
                                    .toString()
                            : entry);
        }
        classPath = String.join(File.pathSeparator, entries);
    }

    private static Path packed(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                try {
                    zip.putNextEntry(
                            new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                    Files.copy(file, zip);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return jar;
    }

    /** Returns the command that runs a program. */
    List<String> command(Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                (Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=") + archive,
                "-cp",
                classPath,
                program.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
