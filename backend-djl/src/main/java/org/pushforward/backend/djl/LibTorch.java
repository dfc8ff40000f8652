package org.pushforward.backend.djl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.pushforward.backend.Device;
import org.pushforward.backend.support.BundledLibraries;
import org.pushforward.backend.support.NvidiaDriver;
import org.pushforward.backend.support.UnpackingFolder;

/**
 * The libtorch that DJL would load, determined without loading it.
 *
 * @param version its version; empty if there is none for this platform
 * @param flavor {@code cpu}, or {@code cu128} for CUDA 12.8
 * @param origin its location
 */
record LibTorch(Optional<String> version, String flavor, String origin) {
    private static final String BUNDLED = "native/lib/pytorch.properties";
    private static final int DRIVER_OF_CUDA_12_8 = 525;
    private static final long UNPACKED_MEBIBYTES = 432;

    /** Searches the folder PYTORCH_LIBRARY_PATH, then the class path, where a libtorch with CUDA takes precedence. */
    static LibTorch find() {
        return setting("PYTORCH_LIBRARY_PATH")
                .map(Path::of)
                .filter(folder -> Files.exists(folder.resolve(System.mapLibraryName("torch"))))
                .map(LibTorch::inFolder)
                .or(LibTorch::withCuda)
                .or(LibTorch::onClassPath)
                .orElse(new LibTorch(Optional.empty(), "", ""));
    }

    private static LibTorch inFolder(Path folder) {
        boolean cuda = Files.exists(folder.resolve(System.mapLibraryName("torch_cuda")));
        return new LibTorch(
                Optional.of(setting("PYTORCH_VERSION").orElse(expectedVersion())),
                setting("PYTORCH_FLAVOR").orElse(cuda ? "cu128" : "cpu"),
                folder.toString());
    }

    private static Optional<LibTorch> withCuda() {
        return BundledTorch.onClassPath()
                ? Optional.of(new LibTorch(Optional.of(expectedVersion()), "cu128", BundledTorch.ORIGIN))
                : Optional.empty();
    }

    private static Optional<LibTorch> onClassPath() {
        try {
            for (URL url : Collections.list(LibTorch.class.getClassLoader().getResources(BUNDLED))) {
                Properties properties = load(url);
                if (platform().equals(properties.getProperty("classifier"))) {
                    return Optional.of(new LibTorch(
                            Optional.of(properties.getProperty("version").replaceFirst("-.*", "")),
                            properties.getProperty("flavor"),
                            "the class path"));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + BUNDLED + " from the class path", e);
        }
    }

    /** Returns why a device cannot be used and what to add; empty if it can. */
    String missing(Device device) {
        if (version.isEmpty()) {
            return "no libtorch for " + platform() + " on the class path; add ai.djl.pytorch:pytorch-native-cpu:"
                    + expectedVersion() + ":" + platform() + ", or set PYTORCH_LIBRARY_PATH to the lib folder of one";
        }
        List<String> missing = new ArrayList<>(isBundledWithCuda() ? BundledTorch.missing() : List.of());
        if (device.isGpu()) {
            if (!flavor.startsWith("cu")) {
                missing.add("libtorch from " + origin + " is built without CUDA; add"
                        + " org.pushforward:pushforward-djl-gpu instead of pushforward-djl (Maven profile gpu), for"
                        + " Linux on x86-64, or unpack libtorch " + expectedVersion()
                        + " for CUDA 12.8 (cxx11 ABI) from pytorch.org and set the environment variables"
                        + " PYTORCH_LIBRARY_PATH to its lib folder and PYTORCH_FLAVOR to cu128");
            }
            missing.add(new NvidiaDriver().missing(device, DRIVER_OF_CUDA_12_8));
        }
        return missing.stream().filter(each -> !each.isEmpty()).collect(Collectors.joining("; "));
    }

    /** Prepares the libraries if they come from jars that DJL does not know. */
    void prepare() {
        if (isBundledWithCuda()) {
            BundledTorch.prepare();
        }
    }

    /** Returns a note for the user about where the libraries are unpacked. */
    String unpacking() {
        return isBundledWithCuda()
                ? "libtorch is unpacked once into " + BundledLibraries.cache()
                        + " (1.2 GB; -Dpushforward.cache=... moves it), and CUDA, which it needs on the CPU, too"
                : "native libraries are unpacked once into " + cache() + " (432 MB; DJL_CACHE_DIR moves it)";
    }

    private boolean isBundledWithCuda() {
        return origin.equals(BundledTorch.ORIGIN);
    }

    /** Returns DJL's version. */
    static String djlVersion() {
        return engineProperty("djl_version");
    }

    /** Returns the folder in which DJL unpacks the libraries from the class path. */
    static Path cache() {
        Optional<String> named = setting("ENGINE_CACHE_DIR").or(() -> setting("DJL_CACHE_DIR"));
        Path home = Path.of(System.getProperty("user.home"));
        Path parent = Files.isWritable(home) ? home : Path.of(System.getProperty("java.io.tmpdir"));
        return named.map(Path::of).orElse(parent.resolve(".djl.ai")).resolve("pytorch");
    }

    /** Returns the problem with that folder, or an empty string. */
    static String folderProblem() {
        return new UnpackingFolder(cache(), UNPACKED_MEBIBYTES, "the environment variable DJL_CACHE_DIR").problem();
    }

    /** Returns an environment variable, or the system property of that name, if it is set and not empty. */
    private static Optional<String> setting(String name) {
        return Optional.ofNullable(System.getenv(name))
                .or(() -> Optional.ofNullable(System.getProperty(name)))
                .filter(value -> !value.isEmpty());
    }

    private static String expectedVersion() {
        return engineProperty("pytorch_version");
    }

    private static String engineProperty(String key) {
        return load(LibTorch.class.getClassLoader().getResource("pytorch-engine.properties"))
                .getProperty(key);
    }

    private static Properties load(URL url) {
        Properties properties = new Properties();
        try (InputStream stream = url.openStream()) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + url, e);
        }
        return properties;
    }

    /** Returns DJL's name for this platform, such as {@code linux-x86_64}. */
    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String architecture = System.getProperty("os.arch");
        return (os.startsWith("win") ? "win" : os.startsWith("mac") ? "osx" : "linux")
                + "-"
                + (architecture.equals("amd64") ? "x86_64" : architecture);
    }
}
