package org.pushforward.backend.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Checks which libraries are chosen, using empty files; no test loads any. */
class CudaLibrariesTest {
    private static final String FOLDER = "org/bytedeco/cuda/linux-x86_64";

    @TempDir
    Path temporary;

    private CudaLibraries libraries(String... bundled) throws IOException {
        String[] files =
                Stream.of(bundled).flatMap(name -> Stream.of(name, "bundled")).toArray(String[]::new);
        return new CudaLibraries(
                List.of(temporary.resolve("other"), temporary.resolve("installed")),
                BundledLibrariesTest.jar(temporary.resolve("cuda.jar"), FOLDER, files),
                temporary.resolve("cache"));
    }

    private Path install(String folder, String library) throws IOException {
        return Files.createFile(
                Files.createDirectories(temporary.resolve(folder)).resolve(library));
    }

    private void installAll(String runtime) throws IOException {
        for (String library : List.of("libcublas.so.12", "libcublasLt.so.12", "libcudnn.so.9", "libcurand.so.10")) {
            install("installed", library);
        }
        Path file = install("installed", runtime);
        Files.createSymbolicLink(file.resolveSibling("libcudart.so.12"), file.getFileName());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsMissingIsNamedWithItsArtifact() throws IOException {
        assertThat(libraries("libcudart.so.12").missing())
                .isEqualTo("CUDA 12 and cuDNN 9 are neither installed nor on the class path;"
                        + " add org.pushforward:pushforward-cuda (Maven profile gpu)");
        assertThat(libraries("libcudart.so.12").paths()).isEmpty();
        assertThat(libraries("libcudart.so.12").note()).isEmpty();
        assertThat(libraries(CudaLibraries.REQUIRED.toArray(String[]::new)).missing())
                .isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theBundledOnesAreUnpackedAndLoadedAfterWhatTheyNeed() throws IOException {
        CudaLibraries libraries = libraries(
                "libcudnn.so.9", "libcudnn_ops.so.9", "libcublas.so.12", "libcublasLt.so.12", "libcudart.so.12");
        assertThat(libraries.paths().keySet())
                .containsExactly("libcudart.so.12", "libcublasLt.so.12", "libcublas.so.12", "libcudnn.so.9");
        Path folder = libraries.paths().get("libcudnn.so.9").getParent();
        assertThat(folder.getParent()).isEqualTo(temporary.resolve("cache"));
        assertThat(libraries.note().orElseThrow())
                .contains("class path", folder.getParent().toString(), "2.3 GB");
        assertThat(folder.resolve("libcudnn_ops.so.9"))
                .as("what cuDNN opens from its own folder")
                .exists();
        assertThat(libraries.linked()).contains(folder);
        assertThat(folder.resolve("libcudart.so")).isSymbolicLink().hasContent("bundled");
        assertThat(libraries.linked()).contains(folder);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theInstalledOnesAreUsedIfTheyFit() throws IOException {
        installAll("libcudart.so.12.9.79");
        CudaLibraries libraries = libraries(CudaLibraries.REQUIRED.toArray(String[]::new));
        assertThat(libraries.missing()).isEmpty();
        assertThat(libraries.paths())
                .containsEntry("libcurand.so.10", temporary.resolve("installed/libcurand.so.10"))
                .hasSize(5);
        assertThat(libraries.linked()).isEmpty();
        assertThat(libraries.note().orElseThrow())
                .contains("installed", temporary.resolve("installed").toString());
        assertThat(temporary.resolve("cache")).as("nothing is unpacked").doesNotExist();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theBundledOnesReplaceThoseThatAreTooOld() throws IOException {
        installAll("libcudart.so.12.4.127");
        assertThat(libraries(CudaLibraries.REQUIRED.toArray(String[]::new))
                        .paths()
                        .values())
                .allSatisfy(path -> assertThat(path).startsWith(temporary.resolve("cache")));
        assertThat(libraries().paths().values())
                .as("better than none")
                .isNotEmpty()
                .allSatisfy(path -> assertThat(path).startsWith(temporary.resolve("installed")));
    }
}
