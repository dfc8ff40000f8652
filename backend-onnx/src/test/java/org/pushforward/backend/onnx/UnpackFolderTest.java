package org.pushforward.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackFolderTest {
    @TempDir
    Path folder;

    @Test
    void aUsableFolderIsNoProblem() {
        assertThat(UnpackFolder.problem(folder.toString(), List.of())).isEmpty();
        assertThat(UnpackFolder.problem()).isEmpty();
    }

    @Test
    void aFolderThatIsNotThereIsNamedWithTheSetting() {
        assertThat(UnpackFolder.problem("/nonexistent", List.of()))
                .contains("/nonexistent")
                .contains("does not exist")
                .contains("-Djava.io.tmpdir=DIR");
    }

    @Test
    void aMountThatForbidsExecutionIsNamed() throws Exception {
        String real = folder.toRealPath().toString();
        assertThat(UnpackFolder.problem(
                        real, List.of("/dev/a / ext4 rw,noexec 0 0", "tmpfs " + real + " tmpfs rw 0 0")))
                .isEmpty();
        assertThat(UnpackFolder.problem(
                        real, List.of("/dev/a / ext4 rw 0 0", "tmpfs " + real + " tmpfs rw,noexec 0 0")))
                .contains("noexec");
    }
}
