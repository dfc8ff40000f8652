package org.pushforward.backend.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.backend.Device;

/** Checks messages about drivers and folders on simulated machines. */
class MachineTest {
    @TempDir
    private Path folder;

    private NvidiaDriver driver(String version, String... nodes) throws IOException {
        Path dev = Files.createDirectories(folder.resolve("dev"));
        Path file = Files.writeString(
                folder.resolve("version"),
                "NVRM version: NVIDIA UNIX x86_64 Kernel Module  " + version + "  Wed Mar 12 04:00:00 UTC 2025\n");
        for (String node : nodes) {
            Files.createFile(dev.resolve(node));
        }
        return new NvidiaDriver(file, dev);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void oneCardIsTheFirstHoweverItIsNumbered() throws IOException {
        NvidiaDriver one = driver("580.159.03", "nvidia5", "nvidiactl", "nvidia-uvm");
        assertThat(one.missing(Device.gpu(0), 525)).isEmpty();
        assertThat(one.missing(Device.gpu(7), 525)).isEqualTo("there is no gpu:7: the driver shows one GPU, gpu:0");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void everyCardIsListedAndTheFirstIfThereIsNone() throws IOException {
        assertThat(new NvidiaDriver(folder.resolve("none"), folder.resolve("none")).cards())
                .containsExactly(Device.gpu(0));
        NvidiaDriver two = driver("580.159.03", "nvidia0", "nvidia1", "nvidiactl");
        assertThat(two.cards()).containsExactly(Device.gpu(0), Device.gpu(1));
        assertThat(two.missing(Device.gpu(1), 525)).isEmpty();
        assertThat(two.missing(Device.gpu(2), 525)).endsWith("the driver shows gpu:0 to gpu:1");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDriverThatIsTooOldOrAbsentIsNamed() throws IOException {
        assertThat(driver("470.82.01", "nvidia0").missing(Device.gpu(0), 525))
                .isEqualTo("the NVIDIA driver is of version 470.82.01, which is too old: install 525 or newer");
        assertThat(new NvidiaDriver(folder.resolve("none"), folder).missing(Device.gpu(0), 525))
                .contains("no NVIDIA driver is loaded", "install version 525 or newer");
    }

    @Test
    void aFolderFromWhichNothingLoadsIsNamedWithItsSetting() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(new UnpackingFolder(file, 1, "DJL_CACHE_DIR").problem())
                .contains(file.toString(), "does not exist", "DJL_CACHE_DIR");
        assertThat(new UnpackingFolder(folder.resolve("new"), Long.MAX_VALUE >> 20, "DJL_CACHE_DIR").problem())
                .contains("MiB free of the");
        assertThat(new UnpackingFolder(file.resolve("pytorch"), 1, "DJL_CACHE_DIR").problem())
                .contains("cannot be made, because " + file + " is not a folder")
                .contains("DJL_CACHE_DIR");
        assertThat(new UnpackingFolder(folder, 1, "DJL_CACHE_DIR").problem()).isEmpty();
    }

    @Test
    void theInnermostMountSaysWhetherLibrariesLoad() {
        List<String> mounts = List.of(
                "/dev/sda / ext4 rw 0 0", "tmpfs /tmp tmpfs rw,nosuid,noexec 0 0", "tmpfs /tmp/in tmpfs rw 0 0");
        assertThat(UnpackingFolder.isWithoutExecution(Path.of("/tmp/a"), mounts))
                .isTrue();
        assertThat(UnpackingFolder.isWithoutExecution(Path.of("/tmp/in/a"), mounts))
                .isFalse();
        assertThat(UnpackingFolder.isWithoutExecution(Path.of("/home"), mounts)).isFalse();
    }
}
