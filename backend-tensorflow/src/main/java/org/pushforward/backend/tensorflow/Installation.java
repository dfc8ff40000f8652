package org.pushforward.backend.tensorflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Loader;
import org.pushforward.backend.BackendDescription.DeviceReport;
import org.pushforward.backend.Device;
import org.pushforward.backend.support.CudaLibraries;
import org.pushforward.backend.support.NvidiaDriver;
import org.pushforward.backend.support.UnpackingFolder;
import org.tensorflow.Session;

/**
 * Finds out what TensorFlow supports on this machine, from the class path and the file system, without loading native
 * code.
 */
final class Installation {
    private static final String COORDINATES = "org.tensorflow:tensorflow-core-native:";
    private static final String GPU_PLATFORM = "linux-x86_64";
    private static final String GPU_SUFFIX = "-gpu";
    private static final int DRIVER_OF_CUDA_12 = 525;
    private static final long UNPACKED_MEBIBYTES = 650;

    private final String platform = Loader.Detector.getPlatform();
    private final String version = readVersion();

    /** Returns the version of TensorFlow Java. */
    String version() {
        return version;
    }

    /** Returns the CPU and every GPU, or the first GPU as missing if there is none. */
    List<DeviceReport> devices() {
        List<DeviceReport> devices = new ArrayList<>();
        devices.add(new DeviceReport(Device.cpu(), missing(Device.cpu())));
        new NvidiaDriver().cards().forEach(gpu -> devices.add(new DeviceReport(gpu, missing(gpu))));
        return devices;
    }

    /** Returns why a device cannot be used and what to add; empty if it can. */
    String missing(Device device) {
        return device.isCpu() ? missingForCpu() : missingForGpu(device.index());
    }

    private String missingForCpu() {
        boolean present = hasNatives(platform) || hasNatives(platform + GPU_SUFFIX);
        return present ? "" : "no natives for " + platform + " on the class path; add " + coordinates(platform);
    }

    private String missingForGpu(int index) {
        if (!platform.equals(GPU_PLATFORM)) {
            return "TensorFlow Java computes on GPUs on " + GPU_PLATFORM + " only, and this is " + platform;
        }
        List<String> missing = new ArrayList<>();
        if (!hasNatives(platform + GPU_SUFFIX)) {
            missing.add("no CUDA build of TensorFlow on the class path; add " + coordinates(platform + GPU_SUFFIX)
                    + " in the place of " + coordinates(platform) + " (Maven profile gpu)");
        }
        missing.add(new CudaLibraries().missing());
        missing.add(new NvidiaDriver().missing(Device.gpu(index), DRIVER_OF_CUDA_12));
        return missing.stream().filter(each -> !each.isEmpty()).collect(Collectors.joining("; "));
    }

    /** Returns notes for the user. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("native libraries (650 MB) are unpacked once into " + cache()
                + "; -Dorg.bytedeco.javacpp.cachedir=... moves them");
        if (System.getenv("TF_CPP_MIN_LOG_LEVEL") == null) {
            notes.add(
                    "TensorFlow logs to standard error: set TF_CPP_MIN_LOG_LEVEL=2 in the environment before Java starts");
        }
        notes.add("on a GPU, TF32 is off unless precision tf32 asks for it, and operations are deterministic");
        new CudaLibraries().note().ifPresent(notes::add);
        return notes;
    }

    /** Returns the problem with the folder that native libraries are unpacked into, or an empty string. */
    static String folderProblem() {
        return new UnpackingFolder(Path.of(cache()), UNPACKED_MEBIBYTES, "-Dorg.bytedeco.javacpp.cachedir=FOLDER")
                .problem();
    }

    private String coordinates(String classifier) {
        return COORDINATES + version + ":" + classifier;
    }

    private static String cache() {
        return System.getProperty(
                "org.bytedeco.javacpp.cachedir",
                Path.of(System.getProperty("user.home"), ".javacpp", "cache").toString());
    }

    private static boolean hasNatives(String classifier) {
        String library = System.mapLibraryName("jnitensorflow");
        return Session.class.getResource("/org/tensorflow/internal/c_api/" + classifier + "/" + library) != null;
    }

    private static String readVersion() {
        Properties properties = new Properties();
        try (InputStream file = Session.class.getResourceAsStream(
                "/META-INF/maven/org.tensorflow/tensorflow-core-api/pom.properties")) {
            if (file != null) {
                properties.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the version of tensorflow-core-api cannot be read", e);
        }
        return properties.getProperty("version", "of unknown version");
    }
}
