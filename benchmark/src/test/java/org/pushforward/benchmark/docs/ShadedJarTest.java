package org.pushforward.benchmark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.plugins.shade.resource.ReproducibleResourceTransformer;
import org.apache.maven.plugins.shade.resource.ResourceTransformer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;

/** A shaded jar of two backends finds both, if it is made with the transformers of the README's recipe. */
class ShadedJarTest {
    private static final Pattern TRANSFORMER = Pattern.compile("<transformer implementation=\"([^\"]+)\"/>");

    @TempDir
    private Path folder;

    /** Returns the README's transformers. */
    private static List<ResourceTransformer> recommended() throws Exception {
        List<ResourceTransformer> transformers = new ArrayList<>();
        Matcher each = TRANSFORMER.matcher(Files.readString(Path.of("..", "README.md")));
        while (each.find()) {
            transformers.add((ResourceTransformer)
                    Class.forName(each.group(1)).getConstructor().newInstance());
        }
        return transformers;
    }

    /** Returns the jars or class folders of {@code api} and of the backends on the class path, without their engines. */
    private static Set<Path> artifacts() throws Exception {
        Set<Path> artifacts = new HashSet<>();
        List<Class<?>> types = new ArrayList<>(List.of(Backend.class));
        Backends.providers().values().forEach(provider -> types.add(provider.getClass()));
        for (Class<?> type : types) {
            artifacts.add(Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI()));
        }
        return artifacts;
    }

    /** Joins jars as the shade plugin does: of two entries with one name the first counts, unless they are merged. */
    private Path shade(Set<Path> artifacts, List<ResourceTransformer> transformers) throws IOException {
        Path jar = folder.resolve("shaded.jar");
        Set<String> names = new HashSet<>();
        try (JarOutputStream shaded = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path artifact : artifacts) {
                if (Files.isDirectory(artifact)) {
                    add(artifact, shaded, names, transformers);
                } else {
                    try (FileSystem files = FileSystems.newFileSystem(artifact)) {
                        add(files.getPath("/"), shaded, names, transformers);
                    }
                }
            }
            for (ResourceTransformer transformer : transformers) {
                if (transformer.hasTransformedResource()) {
                    transformer.modifyOutputStream(shaded);
                }
            }
        }
        return jar;
    }

    private static void add(
            Path root, JarOutputStream shaded, Set<String> names, List<ResourceTransformer> transformers)
            throws IOException {
        List<Path> files;
        try (Stream<Path> below = Files.walk(root)) {
            files = below.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = root.relativize(file).toString().replace('\\', '/');
            byte[] content = Files.readAllBytes(file);
            boolean merged = false;
            for (ResourceTransformer transformer : transformers) {
                if (!merged && transformer.canTransformResource(name)) {
                    ((ReproducibleResourceTransformer) transformer)
                            .processResource(name, new ByteArrayInputStream(content), List.of(), 0);
                    merged = true;
                }
            }
            if (!merged && names.add(name)) {
                shaded.putNextEntry(new JarEntry(name));
                shaded.write(content);
            }
        }
    }

    /** Returns the names of the backends that a program with this jar alone finds. */
    private static Set<String> found(Path jar) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        URL[] path = {jar.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            thread.setContextClassLoader(loader);
            Object providers = loader.loadClass(Backends.class.getName())
                    .getMethod("providers")
                    .invoke(null);
            return Set.copyOf(names((Map<?, ?>) providers));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static List<String> names(Map<?, ?> providers) {
        return providers.keySet().stream().map(String.class::cast).toList();
    }

    @Test
    void theRecipeKeepsEveryBackend() throws Exception {
        assertThat(found(shade(artifacts(), recommended()))).containsExactlyInAnyOrder("onnx", "reference");
    }

    @Test
    void withoutTheRecipeOneBackendIsFound() throws Exception {
        assertThat(found(shade(artifacts(), List.of()))).hasSize(1);
    }
}
