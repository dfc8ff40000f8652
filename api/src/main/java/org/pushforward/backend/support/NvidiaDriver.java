package org.pushforward.backend.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pushforward.Stability;
import org.pushforward.backend.Device;

/** Reads information about NVIDIA's driver from the Linux file system without loading native code. */
@Stability(Stability.Level.EXPERIMENTAL)
public final class NvidiaDriver {
    private static final Pattern VERSION = Pattern.compile("Kernel Module(?: for \\S+)?\\s+(\\d+)\\.([\\d.]+)");
    private static final Pattern NODE = Pattern.compile("nvidia\\d+");

    private final Path versionFile;
    private final Path nodes;

    /** Examines this machine. */
    public NvidiaDriver() {
        this(Path.of("/proc/driver/nvidia/version"), Path.of("/dev"));
    }

    NvidiaDriver(Path versionFile, Path nodes) {
        this.versionFile = versionFile;
        this.nodes = nodes;
    }

    /**
     * Returns why a GPU cannot be used; empty if there is no obstacle, or if this is not Linux.
     *
     * @param gpu the GPU
     * @param least the minimum version of the driver
     */
    public String missing(Device gpu, int least) {
        if (!System.getProperty("os.name").equals("Linux")) {
            return "";
        }
        if (!Files.exists(versionFile)) {
            return "no NVIDIA driver is loaded (" + versionFile + " is absent); install version " + least + " or newer";
        }
        Optional<String> old = version().filter(version -> Integer.parseInt(version.replaceFirst("\\..*", "")) < least);
        if (old.isPresent()) {
            return "the NVIDIA driver is of version " + old.get() + ", which is too old: install " + least
                    + " or newer";
        }
        long count = count();
        return gpu.index() < count
                ? ""
                : "there is no " + gpu + ": the driver shows "
                        + (count == 0 ? "no GPU" : count == 1 ? "one GPU, gpu:0" : "gpu:0 to gpu:" + (count - 1));
    }

    /** Returns the GPUs that are visible to this process; the first GPU if there is none, so that what is missing can be said. */
    public List<Device> cards() {
        return IntStream.range(0, (int) Math.max(1, count()))
                .mapToObj(Device::gpu)
                .toList();
    }

    private long count() {
        if (!Files.isDirectory(nodes)) {
            return 0;
        }
        // In a container the first GPU need not have number 0.
        try (Stream<Path> files = Files.list(nodes)) {
            return files.filter(
                            file -> NODE.matcher(file.getFileName().toString()).matches())
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException("listing " + nodes, e);
        }
    }

    private Optional<String> version() {
        try {
            Matcher matcher = VERSION.matcher(Files.readString(versionFile));
            return matcher.find() ? Optional.of(matcher.group(1) + "." + matcher.group(2)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + versionFile, e);
        }
    }
}
