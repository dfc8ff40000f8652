package org.pushforward.backend.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pushforward.Stability;

/**
 * CUDA 12 and cuDNN 9 for the engines of this process on Linux: the installed libraries, or otherwise those on the class path.
 *
 * <p>It suffices to load them before an engine. The dynamic linker identifies libraries by name, so an engine gets the loaded ones, and
 * variables such as LD_LIBRARY_PATH are not needed. On other systems this class does nothing.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class CudaLibraries {
    /** The artifact that contains the libraries. */
    private static final String ARTIFACT = "org.pushforward:pushforward-cuda";

    private static final String FOLDER = "org/bytedeco/cuda/linux-x86_64";

    private static final String RUNTIME_LIBRARY = "libcudart.so.12";

    /** The libraries that every engine requires. */
    static final List<String> REQUIRED =
            List.of(RUNTIME_LIBRARY, "libcublasLt.so.12", "libcublas.so.12", "libcudnn.so.9");

    /** The libraries to load, each after its dependencies. */
    static final List<String> ORDER = List.of(
            RUNTIME_LIBRARY,
            "libnvJitLink.so.12",
            "libcublasLt.so.12",
            "libcublas.so.12",
            "libcufft.so.11",
            "libcurand.so.10",
            "libcusparse.so.12",
            "libcusolver.so.11",
            "libcupti.so.12",
            "libcufile.so.0",
            "libnvrtc-builtins.so.12.9",
            "libnvrtc.so.12",
            "libcudnn.so.9");

    /** The libraries that cuDNN opens later from its own folder. */
    private static final List<String> OPENED_LATER = List.of(
            "libcudnn_graph.so.9",
            "libcudnn_ops.so.9",
            "libcudnn_cnn.so.9",
            "libcudnn_heuristic.so.9",
            "libcudnn_engines_runtime_compiled.so.9",
            "libcudnn_engines_precompiled.so.9");

    /** ONNX Runtime 1.28 needs the runtime of CUDA 12.9. */
    private static final int LEAST_MINOR = 9;

    private static final Pattern RUNTIME = Pattern.compile("libcudart\\.so\\.12\\.(\\d+).*");

    /** The location of the driver in some containers, in a folder that the dynamic linker does not search. */
    private static final Path DRIVER = Path.of("/usr/local/nvidia/lib64/libcuda.so.1");

    private final List<Path> folders;
    private final BundledLibraries bundled;
    private final Path cache;

    /** Examines this machine and the class path. */
    public CudaLibraries() {
        this(searched(), CudaLibraries.class.getClassLoader(), BundledLibraries.cache());
    }

    CudaLibraries(List<Path> folders, ClassLoader loader, Path cache) {
        this.folders = folders;
        this.bundled = BundledLibraries.find(
                loader,
                "cuda",
                FOLDER,
                Stream.of(ORDER, OPENED_LATER).flatMap(List::stream).toList());
        this.cache = cache;
    }

    /** Returns what is missing and what to add; empty if the libraries are available, or if this is not Linux. */
    public String missing() {
        boolean there = installed().keySet().containsAll(REQUIRED) || bundled.has(REQUIRED);
        return there || !System.getProperty("os.name").equals("Linux")
                ? ""
                : "CUDA 12 and cuDNN 9 are neither installed nor on the class path; add " + ARTIFACT
                        + " (Maven profile gpu)";
    }

    /** Returns a note for the user about the source of the libraries; empty if there are none. */
    public Optional<String> note() {
        if (usesInstalled()) {
            return Optional.of("on a GPU, the installed CUDA of "
                    + installed().get(RUNTIME_LIBRARY).getParent() + " is used");
        }
        return bundled.has(REQUIRED)
                ? Optional.of("on a GPU, CUDA 12 and cuDNN 9 from the class path are used; they are unpacked once into "
                        + cache + " (2.3 GB; -Dpushforward.cache=... moves them)")
                : Optional.empty();
    }

    /**
     * Loads the libraries into this process, unless they are already loaded or there are none.
     *
     * @throws org.pushforward.backend.BackendException if they cannot be unpacked
     * @throws UnsatisfiedLinkError if a library cannot be loaded
     */
    public void load() {
        if (Files.exists(DRIVER)) {
            System.load(DRIVER.toString());
        }
        paths().values().forEach(library -> System.load(library.toString()));
    }

    /** Returns a folder with a file {@code libcudart.so}, the name that some programs search for, if the libraries were unpacked. */
    public Optional<Path> linked() {
        Optional<Path> runtime =
                Optional.ofNullable(paths().get(RUNTIME_LIBRARY)).filter(path -> path.startsWith(cache));
        runtime.ifPresent(path -> {
            Path link = path.resolveSibling("libcudart.so");
            if (!Files.exists(link)) {
                try {
                    Files.createSymbolicLink(link, path.getFileName());
                } catch (IOException e) {
                    throw new UncheckedIOException("making " + link, e);
                }
            }
        });
        return runtime.map(Path::getParent);
    }

    /** Returns the files to load in order: the installed ones if they are suitable or if there are no others. */
    Map<String, Path> paths() {
        if (usesInstalled()) {
            return installed();
        }
        return bundled.has(REQUIRED) ? existing(List.of(bundled.unpack(cache))) : Map.of();
    }

    private boolean usesInstalled() {
        Map<String, Path> installed = installed();
        return installed.keySet().containsAll(REQUIRED) && (fits(installed) || !bundled.has(REQUIRED));
    }

    private Map<String, Path> installed() {
        return existing(folders);
    }

    private static Map<String, Path> existing(List<Path> folders) {
        Map<String, Path> existing = new LinkedHashMap<>();
        for (String library : ORDER) {
            folders.stream()
                    .map(folder -> folder.resolve(library))
                    .filter(Files::exists)
                    .findFirst()
                    .ifPresent(path -> existing.put(library, path));
        }
        return existing;
    }

    /** Returns whether the runtime is new enough according to its file name; a name without a version passes. */
    private static boolean fits(Map<String, Path> installed) {
        try {
            Path file = installed.get(RUNTIME_LIBRARY).toRealPath();
            Matcher matcher = RUNTIME.matcher(file.getFileName().toString());
            return !matcher.matches() || Integer.parseInt(matcher.group(1)) >= LEAST_MINOR;
        } catch (IOException e) {
            throw new UncheckedIOException("looking at " + installed, e);
        }
    }

    /** Returns the folders that the dynamic linker searches, and the folder of CUDA. */
    private static List<Path> searched() {
        List<Path> folders = new ArrayList<>();
        Arrays.stream(Optional.ofNullable(System.getenv("LD_LIBRARY_PATH"))
                        .orElse("")
                        .split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .forEach(folders::add);
        folders.addAll(configured(Path.of("/etc/ld.so.conf.d")));
        Stream.of("/usr/local/cuda/lib64", "/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/local/lib")
                .map(Path::of)
                .forEach(folders::add);
        return folders;
    }

    private static List<Path> configured(Path configuration) {
        List<Path> folders = new ArrayList<>();
        if (Files.isDirectory(configuration)) {
            try (Stream<Path> files = Files.list(configuration)) {
                for (Path file : files.filter(Files::isReadable).sorted().toList()) {
                    Files.readAllLines(file).stream()
                            .map(String::strip)
                            .filter(line -> line.startsWith("/"))
                            .map(Path::of)
                            .forEach(folders::add);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("reading " + configuration, e);
            }
        }
        return folders;
    }
}
