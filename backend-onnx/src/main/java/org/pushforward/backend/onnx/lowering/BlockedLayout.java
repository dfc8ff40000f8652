package org.pushforward.backend.onnx.lowering;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Convolution on images whose channels are stored in blocks as wide as the processor's vector registers. Including both
 * layout changes, it takes two thirds of the time of an ordinary convolution. ONNX Runtime applies this layout only to
 * constant weights, so we request it for trainable ones.
 *
 * @param block the number of channels in a block; 0 if the engine has no such kernels on this processor
 */
public record BlockedLayout(int block) {
    /** The domain of the operators, which are internal to ONNX Runtime. */
    static final String DOMAIN = "com.microsoft.nchwc";

    /** The largest possible block. */
    private static final int WIDEST = 64;

    /** Rounding errors of a sum of some hundred products stay below this; a wrong block size causes larger errors. */
    private static final double ROUNDING = 1e-3;

    /** No such layout. */
    public static final BlockedLayout NONE = new BlockedLayout(0);

    /** Returns the layout that the engine uses on this processor, determined by running its kernels. */
    public static BlockedLayout find(OrtEnvironment environment, OrtSession.SessionOptions options) {
        try {
            int block = blockOf(environment, options);
            return block > 0 && agrees(block, environment, options) ? new BlockedLayout(block) : NONE;
        } catch (OrtException e) {
            // Without these operators, convolutions are written as usual.
            return NONE;
        }
    }

    /** Returns whether a convolution can be done in this layout. */
    boolean suits(ConvolutionGeometry geometry, Shape kernels) {
        return block > 0
                && geometry.groups() == 1
                && kernels.dim(0) % block == 0
                && kernels.dim(1) % block == 0
                && kernels.dim(2) > 0;
    }

    /** Adds the convolution with kernels of shape [outputs, channels, rows, columns]. */
    String convolve(Map<String, Object> attributes, String x, Shape kernels, String w, ModelBuilder m) {
        String split = split(kernels, w, m);
        String moved = m.apply("Transpose", Map.of("perm", List.of(0, 2, 4, 3, 1)), split);
        return convolve(attributes, x, m.reshape(moved, kernels), kernels.dim(0), m);
    }

    /** Adds the convolution with the kernels rotated by 180 degrees and their channels and outputs swapped. */
    String convolveTurned(Map<String, Object> attributes, String x, Shape kernels, String w, ModelBuilder m) {
        String split = split(kernels, w, m);
        String moved = m.apply("Transpose", Map.of("perm", List.of(2, 0, 4, 1, 3)), split);
        Shape turned = Shape.of(kernels.dim(1), kernels.dim(0), kernels.dim(2), kernels.dim(3));
        return convolve(attributes, x, m.reshape(m.reversed(moved, 2), turned), kernels.dim(1), m);
    }

    private String split(Shape kernels, String w, ModelBuilder m) {
        int taps = kernels.dim(2) * kernels.dim(3);
        return m.reshape(w, Shape.of(kernels.dim(0) / block, block, kernels.dim(1) / block, block, taps));
    }

    private static String convolve(Map<String, Object> attributes, String x, String w, int outputs, ModelBuilder m) {
        String blocks = m.apply(DOMAIN + ".ReorderInput", x);
        String y = m.apply(DOMAIN + ".Conv", attributes, blocks, w);
        return m.apply(DOMAIN + ".ReorderOutput", Map.of("channels", outputs), y);
    }

    /**
     * Finds the block size: the second position of a row follows directly after the first block of channels of the
     * first position.
     */
    private static int blockOf(OrtEnvironment environment, OrtSession.SessionOptions options) throws OrtException {
        TensorType type = TensorType.f32(1, WIDEST, 1, 2);
        ModelBuilder m = new ModelBuilder(new BlockedLayout(1));
        m.input("x", type);
        m.output("y", type, m.apply(DOMAIN + ".ReorderInput", "x"));
        float[] positions = new float[2 * WIDEST];
        IntStream.range(0, positions.length).forEach(i -> positions[i] = i % 2);
        FloatBuffer y = run(m, type, positions, environment, options);
        return IntStream.range(0, y.capacity())
                .filter(i -> y.get(i) == 1)
                .findFirst()
                .orElse(0);
    }

    private static boolean agrees(int block, OrtEnvironment environment, OrtSession.SessionOptions options)
            throws OrtException {
        BlockedLayout layout = new BlockedLayout(block);
        Map<String, Object> attributes = Convolutions.attributes(ConvolutionGeometry.square(2, 1, 1));
        TensorType type = TensorType.f32(1, 2 * block, 5, 4);
        HostArray kernels = RandomKey.of(0).normal(Shape.of(2 * block, 2 * block, 3, 2));
        ModelBuilder m = new ModelBuilder(layout);
        m.input("x", type);
        String w = m.constant(kernels);
        String usual = m.apply("Conv", attributes, "x", w);
        String blocked = layout.convolve(attributes, "x", kernels.shape(), w, m);
        String difference = m.apply("Abs", m.apply("Sub", usual, blocked));
        m.output("y", TensorType.f32(), m.apply("ReduceMax", Map.of("keepdims", 0), difference));
        float[] x = RandomKey.of(1).normal(type.shape()).toFloats();
        return run(m, type, x, environment, options).get(0) < ROUNDING;
    }

    private static FloatBuffer run(
            ModelBuilder m, TensorType type, float[] x, OrtEnvironment environment, OrtSession.SessionOptions options)
            throws OrtException {
        try (OrtSession session = environment.createSession(m.toByteArray(), options);
                OnnxTensor input = OnnxTensor.createTensor(
                        environment, FloatBuffer.wrap(x), type.shape().longDims());
                OrtSession.Result result = session.run(Map.of("x", input))) {
            return ((OnnxTensor) result.get(0)).getFloatBuffer();
        }
    }
}
