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
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Jars that add families, data sets and backends, seen by {@link java.util.ServiceLoader} through the context class loader of the
 * thread that opens them. They add to what is there: a jar whose name for a family is taken is refused where families are read.
 * Used by one thread.
 */
final class Plugins implements AutoCloseable {
    /** The folder of the working directory whose jars are always there. */
    static final Path FOLDER = Path.of("plugins");

    private final ClassLoader before;
    private final URLClassLoader loader;

    private Plugins(ClassLoader before, URLClassLoader loader) {
        this.before = before;
        this.loader = loader;
        Thread.currentThread().setContextClassLoader(loader);
    }

    /**
     * Opens the jars of {@link #FOLDER}, if there is one, and of other places.
     *
     * @param places each a jar, a folder of jars, or a folder of classes, which holds META-INF
     * @throws IllegalArgumentException if a place does not exist, or is none of these, naming it
     */
    static Plugins open(List<Path> places) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(FOLDER)) {
            found.addAll(jarsIn(FOLDER));
        }
        places.forEach(place -> found.addAll(entries(place)));
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        return new Plugins(
                before, new URLClassLoader(found.stream().map(Plugins::url).toArray(URL[]::new), before));
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

    /** A class loader passes over a broken jar in silence. */
    private static Path checked(Path jar) {
        try (JarFile opened = new JarFile(jar.toFile())) {
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

    /** Puts the thread's class loader back and closes the jars. */
    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(before);
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close plugins", e);
        }
    }
}
