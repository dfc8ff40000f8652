package org.pushforward.benchmark.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.backend.Device;
import org.pushforward.benchmark.cli.CommandLine;
import org.pushforward.benchmark.run.Cards;

/** Sampling on several GPUs, for which CPUs stand in. */
class SampleOnDevicesTest {
    /** Two parts of the rows, of 1024 and 476. */
    private static final int ROWS = 1500;

    @RegisterExtension
    final SmallRun small = new SmallRun();

    @TempDir
    private Path folder;

    private final Cards cards = new Cards();
    private final CommandLine command = new CommandLine(cards);

    private byte[] samples(String devices) throws IOException {
        Path file = folder.resolve(devices.replace(':', '-') + ".npy");
        command.succeed("sample", small.run(), "-n", ROWS, "--to", file, "--device", devices);
        return Files.readAllBytes(file);
    }

    @Test
    void cardsShareSamplesWithTheBitsOfOneCard() throws IOException {
        byte[] one = samples("gpu:1");
        assertThat(samples("gpu:0,gpu:1")).isEqualTo(one);
        assertThat(samples("gpu:all")).isEqualTo(one);
        assertThat(cards.opened())
                .containsExactly(Device.gpu(1), Device.gpu(0), Device.gpu(1), Device.gpu(0), Device.gpu(1));
    }

    @Test
    void unfitDevicesAreRefused() {
        assertThat(command.refuse("sample", small.run(), "--device", "cpu,gpu:0"))
                .contains("devices cpu,gpu:0: expected devices of one kind");
        assertThat(command.refuse("sample", small.run(), "--device", "gpu:0,gpu:2"))
                .contains("device gpu:2 of backend onnx");
        assertThat(command.refuse("logprob", small.run(), "--data", small.data(), "--device", "gpu:0,gpu:1"))
                .contains("device 'gpu:0,gpu:1': expected cpu, gpu or gpu:N");
    }

    @Test
    void aStopLeavesNoFile() {
        Path none = folder.resolve("none.npy");
        command.interruption.cancellation().request();
        assertThat(command.run("sample", small.run(), "-n", ROWS, "--to", none, "--device", "gpu:all"))
                .isEqualTo(130);
        assertThat(none).doesNotExist();
    }
}
