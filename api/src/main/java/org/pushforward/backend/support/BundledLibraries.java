package org.pushforward.backend.support;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.Stability;
import org.pushforward.backend.BackendException;

/**
 * Native libraries from jars on the class path that are unpacked once into a folder shared by all processes.
 *
 * <p>The system property {@code pushforward.cache} sets the folder. The default is {@code .pushforward} in the home folder.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class BundledLibraries {
    private static final String SETTING = "pushforward.cache";

    /** A file lock excludes other processes but not other threads. */
    private static final Object UNPACKING = new Object();

    private final String name;
    private final Map<String, URL> libraries;

    private BundledLibraries(String name, Map<String, URL> libraries) {
        this.name = name;
        this.libraries = libraries;
    }

    /**
     * Finds libraries without reading them.
     *
     * @param loader the class loader to search; of two libraries with the same name the first one is used
     * @param name the prefix of their folder in the cache
     * @param folder their folder in the jars, such as {@code org/bytedeco/cuda/linux-x86_64}
     * @param files the names of their files
     */
    public static BundledLibraries find(ClassLoader loader, String name, String folder, List<String> files) {
        Map<String, URL> found = new LinkedHashMap<>();
        files.forEach(file ->
                Optional.ofNullable(loader.getResource(folder + "/" + file)).ifPresent(url -> found.put(file, url)));
        return new BundledLibraries(name, found);
    }

    /** Returns the folder for unpacked libraries. */
    public static Path cache() {
        String named = System.getProperty(SETTING, "");
        Path home = Path.of(System.getProperty("user.home"));
        Path parent = Files.isWritable(home) ? home : Path.of(System.getProperty("java.io.tmpdir"));
        return named.isEmpty() ? parent.resolve(".pushforward") : Path.of(named);
    }

    /** Returns whether all of some files are on the class path. */
    public boolean has(List<String> files) {
        return libraries.keySet().containsAll(files);
    }

    /**
     * Unpacks missing files and returns the folder.
     *
     * <p>A file with the right name and size is complete, because it is renamed only after it was written. If several processes do this
     * concurrently, the first one unpacks and the others wait. Each version has its own folder.
     *
     * @throws BackendException if the disk is full or the folder is not writable; the message names the folder and the setting
     */
    public Path unpack(Path cache) {
        try {
            Map<String, Long> sizes = sizes();
            Path folder = cache.resolve(name + "-" + Integer.toHexString(sizes.hashCode()));
            if (!absent(folder, sizes).isEmpty()) {
                Files.createDirectories(folder);
                unpack(folder, sizes);
            }
            return folder;
        } catch (IOException e) {
            throw new BackendException(
                    "the native libraries " + name + " cannot be unpacked below " + cache + ": " + e
                            + "; fix that, or set another folder with -D" + SETTING + "=FOLDER (JAVA_TOOL_OPTIONS)",
                    e);
        }
    }

    private void unpack(Path folder, Map<String, Long> sizes) throws IOException {
        synchronized (UNPACKING) {
            try (FileChannel file =
                    FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                // Closing the file releases the lock.
                file.lock();
                Map<String, Long> absent = absent(folder, sizes);
                long needed =
                        absent.values().stream().mapToLong(Long::longValue).sum();
                requireRoom(needed, Files.getFileStore(folder).getUsableSpace());
                for (String library : absent.keySet()) {
                    unpack(libraries.get(library), folder.resolve(library));
                }
            }
        }
    }

    /** Throws unless the disk has enough free space. */
    static void requireRoom(long needed, long free) throws IOException {
        if (free < needed) {
            throw new IOException((needed >> 20) + " MiB are needed, and " + (free >> 20) + " MiB are free");
        }
    }

    private static void unpack(URL library, Path target) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try (InputStream in = connect(library).getInputStream();
                FileChannel out = FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            in.transferTo(Channels.newOutputStream(out));
            out.force(true);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Map<String, Long> absent(Path folder, Map<String, Long> sizes) throws IOException {
        Map<String, Long> absent = new LinkedHashMap<>();
        for (Map.Entry<String, Long> each : sizes.entrySet()) {
            Path file = folder.resolve(each.getKey());
            if (!Files.isRegularFile(file) || Files.size(file) != each.getValue()) {
                absent.put(each.getKey(), each.getValue());
            }
        }
        return absent;
    }

    private Map<String, Long> sizes() throws IOException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (Map.Entry<String, URL> each : libraries.entrySet()) {
            URLConnection connection = connect(each.getValue());
            sizes.put(each.getKey(), connection.getContentLengthLong());
            connection.getInputStream().close();
        }
        return sizes;
    }

    /** Opens a resource so that closing the stream also closes the jar. */
    private static URLConnection connect(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        return connection;
    }
}
