package org.pushforward.benchmark.run;

import java.util.List;
import java.util.Map;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Executable;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Loads an engine on a device, and computes a matrix product and a convolution of small integers with it. */
public final class EngineTrial {
    private static final Map<String, HostArray> VALUES = Map.of(
            "a", HostArray.of(Shape.of(2, 2), 1f, 2f, 3f, 4f),
            "b", HostArray.of(Shape.of(2, 2), 5f, 6f, 7f, 8f),
            "image", HostArray.of(Shape.of(1, 1, 3, 3), 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f, 9f),
            "kernel", HostArray.of(Shape.of(1, 1, 2, 2), 1f, 0f, 0f, 2f));
    private static final Map<String, HostArray> RESULTS = Map.of(
            "product", HostArray.of(Shape.of(2, 2), 19f, 22f, 43f, 50f),
            "convolution", HostArray.of(Shape.of(1, 1, 2, 2), 11f, 14f, 20f, 23f));

    /** Explanations, and the parts of the messages of engines and of CUDA that they explain. */
    private static final Map<String, List<String>> MEANINGS = Map.of(
            "this build of the engine has no kernels for the card's architecture",
            List.of("no kernel image", "kernel image is invalid", "NO_BINARY_FOR_GPU"),
            "the memory of the card is in use, perhaps by another process (nvidia-smi lists them)",
            List.of("out of memory", "OOM when allocating", "Failed to allocate memory"),
            "the NVIDIA driver is too old for this CUDA: install a newer one",
            List.of("driver version is insufficient", "unsupported display driver", "forward compatibility"),
            "a library is missing: install it, or add it to LD_LIBRARY_PATH",
            List.of("cannot open shared object file"));

    private EngineTrial() {}

    /** Returns why an engine does not work on a device; empty if it works. */
    public static String of(BackendSource backends, String name, BackendOptions options) {
        try (Backend backend = backends.open(name, options);
                Executable executable = backend.compile(graph())) {
            Map<String, HostArray> actual = executable.run(VALUES);
            return actual.equals(RESULTS) ? "" : "it computes wrong numbers: " + actual + ", expected " + RESULTS;
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            return explained(String.valueOf(e.getMessage()));
        }
    }

    /** Returns the message of an engine, followed by an explanation if there is one. */
    static String explained(String message) {
        return MEANINGS.entrySet().stream()
                .filter(meaning -> meaning.getValue().stream().anyMatch(message::contains))
                .map(meaning -> message + " (" + meaning.getKey() + ")")
                .findFirst()
                .orElse(message);
    }

    private static Graph graph() {
        Tensor a = input("a");
        Tensor b = input("b");
        Tensor image = input("image");
        Tensor kernel = input("kernel");
        return Graph.builder()
                .inputs(List.of(a, b, image, kernel))
                .output("product", a.matmul(b))
                .output("convolution", image.conv2d(kernel, ConvolutionGeometry.square(1, 0, 1)))
                .build();
    }

    private static Tensor input(String name) {
        return Tensor.input(name, VALUES.get(name).type());
    }
}
