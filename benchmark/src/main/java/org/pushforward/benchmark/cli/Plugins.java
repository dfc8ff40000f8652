package org.pushforward.benchmark.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Jars that add families, data sets and backends. {@link java.util.ServiceLoader} finds them through the thread's
 * context class loader. They can only add: a family whose name is already taken is refused.
 */
final class Plugins {
    /** The folder in the working directory whose jars are always added. */
    private static final Path FOLDER = Path.of("plugins");

    private Plugins() {}

    /**
     * Runs work on this thread with the jars of the folder {@code plugins/}, if it exists, and of the given places.
     *
     * @param places jars, folders of jars, or folders of classes that contain META-INF
     * @param work the work, which returns an exit code
     * @throws IllegalArgumentException if a place does not exist or is none of these; the message names it
     */
    static int around(List<Path> places, IntSupplier work) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(urls(places), before)) {
            Thread.currentThread().setContextClassLoader(loader);
            return work.getAsInt();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close plugins", e);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static URL[] urls(List<Path> places) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(FOLDER)) {
            found.addAll(jarsIn(FOLDER));
        }
        places.forEach(place -> found.addAll(entries(place)));
        return found.stream().map(Plugins::url).toArray(URL[]::new);
    }

    private static List<Path> entries(Path place) {
        if (!Files.exists(place)) {
            throw new IllegalArgumentException("plugins " + place + ": no such file or folder");
        }
        if (!Files.isDirectory(place)) {
            return List.of(checked(place));
        }
        if (Files.isDirectory(place.resolve("META-INF"))) {
            return List.of(place);
        }
        List<Path> jars = jarsIn(place);
        if (jars.isEmpty()) {
            throw new IllegalArgumentException(
                    "plugins " + place + ": expected a jar, a folder of jars, or a folder of classes with META-INF");
        }
        return jars;
    }

    private static List<Path> jarsIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .map(Plugins::checked)
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException("plugins " + folder + " cannot be listed: " + e.getMessage(), e);
        }
    }

    /** Checks a jar, because a class loader silently ignores a broken one. */
    private static Path checked(Path jar) {
        try {
            new JarFile(jar.toFile()).close();
            return jar;
        } catch (IOException e) {
            throw new IllegalArgumentException("plugins " + jar + " is not a jar: " + e.getMessage(), e);
        }
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
