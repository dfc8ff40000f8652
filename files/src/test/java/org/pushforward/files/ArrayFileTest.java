package org.pushforward.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class ArrayFileTest {
    @TempDir
    Path folder;

    @Test
    void readsBackWhatItWrote() {
        Map<String, HostArray> arrays = Map.of(
                "coupling.0.weight",
                HostArray.of(Shape.of(2, 2), 1f, 2, 3, 4),
                "classes",
                HostArray.of(Shape.of(2), 1L, 2));
        Path file = folder.resolve("p.npz");
        ArrayFile.write(file, arrays);
        assertThat(DataFile.at(file).read().arrays()).isEqualTo(arrays);
    }
}
