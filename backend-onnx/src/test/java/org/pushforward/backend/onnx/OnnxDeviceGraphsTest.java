package org.pushforward.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OrtEnvironment;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Device;
import org.pushforward.backend.Executable;
import org.pushforward.backend.Precision;
import org.pushforward.backend.onnx.device.Traffic;
import org.pushforward.backend.onnx.lowering.BlockedLayout;
import org.pushforward.backend.onnx.lowering.GraphWriter;
import org.pushforward.backend.onnx.lowering.Kernels;
import org.pushforward.backend.onnx.plan.Plan;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.ConvolutionGeometry.Slide;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Smooth;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Topology;
import org.pushforward.graph.pass.Passes;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks which operators a CPU and a GPU run for a graph, and that those of a CPU are unchanged. */
class OnnxDeviceGraphsTest {
    private final Tensor x = Tensor.input("x", TensorType.f32(4, 3));
    private final Tensor wide = Tensor.input("x", new TensorType(DType.F64, Shape.of(4, 3)));

    private static List<String> operators(Tensor y, Kernels kernels) {
        List<Tensor> inputs = Topology.sort(List.of(y)).stream()
                .filter(node -> node.primitive() instanceof Source.Input)
                .toList();
        Graph graph = Graph.builder().inputs(inputs).output("y", y).build();
        Graph lowered = kernels.adapt(Passes.optimize(graph, kernels::has));
        try {
            return ModelProto.parseFrom(GraphWriter.write(lowered, BlockedLayout.NONE, kernels))
                    .getGraph()
                    .getNodeList()
                    .stream()
                    .map(NodeProto::getOpType)
                    .toList();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anOrderTakesTwoSortsOnAGpu() {
        assertThat(operators(x.argSort(0), Kernels.CPU)).containsExactly("TopK");
        assertThat(operators(x.sort(0), Kernels.CPU)).containsExactly("TopK");
        assertThat(operators(x.argSort(0), Kernels.CUDA))
                .contains("CumSum")
                .filteredOn("TopK"::equals)
                .hasSize(2);
        assertThat(operators(x.sort(0), Kernels.CUDA))
                .contains("GatherElements")
                .filteredOn("TopK"::equals)
                .hasSize(2);
    }

    @Test
    void aMaximumIsATournamentOnAGpu() {
        assertThat(operators(x.maxOver(0), Kernels.CPU)).containsExactly("ReduceMax");
        assertThat(operators(x.maxOver(0), Kernels.CUDA))
                .containsExactly("Slice", "Slice", "Max", "Slice", "Slice", "Max", "Reshape");
        Tensor whole = Tensor.input("x", new TensorType(DType.I64, Shape.of(4)));
        assertThat(operators(whole.maxOver(0), Kernels.CUDA)).containsExactly("ReduceMax");
    }

    @Test
    void aSignKeepsNaNOnAGpu() {
        Tensor whole = Tensor.input("x", new TensorType(DType.I64, Shape.of(4)));
        assertThat(operators(x.sign(), Kernels.CPU)).containsExactly("Sign");
        assertThat(operators(x.sign(), Kernels.CUDA)).containsExactly("Sign", "Equal", "Where");
        assertThat(operators(wide.sign(), Kernels.CUDA)).containsExactly("Sign", "Equal", "Where");
        assertThat(operators(whole.sign(), Kernels.CUDA)).containsExactly("Sign");
    }

    @Test
    void kernelsThatAreWrongOnAGpuAreUsedOnTheProcessorAlone() {
        assertThat(operators(softmax(x), Kernels.CPU)).containsExactly("Softmax");
        assertThat(operators(softmax(wide), Kernels.CPU)).containsExactly("Softmax");
        assertThat(operators(logSoftmax(x), Kernels.CPU)).containsExactly("LogSoftmax");
        assertThat(operators(softmax(x), Kernels.CUDA)).containsExactly("Softmax");
        assertThat(operators(softmax(wide), Kernels.CUDA)).contains("Exp").doesNotContain("Softmax");
        assertThat(operators(logSoftmax(x), Kernels.CUDA)).contains("Exp").doesNotContain("LogSoftmax");
        Tensor scalar = Tensor.input("x", TensorType.f32());
        assertThat(operators(gelu(scalar), Kernels.CPU)).containsExactly("Gelu");
        assertThat(operators(gelu(x), Kernels.CUDA)).containsExactly("Gelu");
        assertThat(operators(gelu(scalar), Kernels.CUDA)).contains("Erf").doesNotContain("Gelu");
    }

    private static Tensor softmax(Tensor x) {
        return Tensor.of(new Normalization.Softmax(1), List.of(x));
    }

    private static Tensor logSoftmax(Tensor x) {
        return Tensor.of(new Normalization.LogSoftmax(1), List.of(x));
    }

    private static Tensor gelu(Tensor x) {
        return Tensor.of(new Smooth.Gelu(), List.of(x));
    }

    @Test
    void scattersAreSumsOnAGpu() {
        Tensor positions = Tensor.input("i", new TensorType(DType.I64, Shape.of(4)));
        Tensor rows = Tensor.of(new Indexing.ScatterAdd(0, 5), List.of(x, positions));
        assertThat(operators(rows, Kernels.CPU)).contains("ScatterElements");
        assertThat(operators(rows, Kernels.CUDA)).contains("ReduceSum").doesNotContain("ScatterElements");
        Tensor many = Tensor.input("x", TensorType.f32(4, 10_000));
        Tensor tooMany = Tensor.of(new Indexing.ScatterAdd(0, 5000), List.of(many, positions));
        assertThat(operators(tooMany, Kernels.CUDA)).contains("Cast", "ScatterElements");
    }

    @Test
    void kernelsThatHangOverAnImageAreUnfoldedOnAGpu() {
        Tensor pixel = Tensor.input("x", TensorType.f32(2, 3, 1, 1));
        Tensor image = Tensor.input("x", TensorType.f32(2, 3, 4, 4));
        Tensor kernels = Tensor.input("w", TensorType.f32(2, 3, 3, 3));
        ConvolutionGeometry same = new ConvolutionGeometry(new Slide(1, 1, 1, 1), new Slide(1, 1, 1, 1), 1);
        assertThat(operators(pixel.conv2d(kernels, same), Kernels.CPU)).containsExactly("Conv");
        assertThat(operators(image.conv2d(kernels, same), Kernels.CUDA)).containsExactly("Conv");
        assertThat(operators(pixel.conv2d(kernels, same), Kernels.CUDA)).doesNotContain("Conv");
    }

    @Test
    void aLimitOfMemoryIsASettingOfTheProvider() {
        BackendOptions options = BackendOptions.defaults().withDevice(Device.gpu(0));
        assertThat(OnnxEngine.cudaSettings(options))
                .containsEntry("use_tf32", "0")
                .doesNotContainKey("gpu_mem_limit");
        assertThat(OnnxEngine.cudaSettings(options.withGpuMebibytes(4096)))
                .containsEntry("gpu_mem_limit", "4294967296");
    }

    @Test
    void tf32IsASettingOfTheProviderAndRoundsNoSums() {
        BackendOptions gpu = BackendOptions.defaults().withDevice(Device.gpu(0));
        BackendOptions tf32 = gpu.withPrecision(Precision.TF32);
        assertThat(OnnxEngine.cudaSettings(gpu)).containsEntry("use_tf32", "0");
        assertThat(OnnxEngine.cudaSettings(tf32)).containsEntry("use_tf32", "1");
        assertThat(OnnxEngine.kernels(gpu)).isEqualTo(Kernels.CUDA);
        assertThat(OnnxEngine.kernels(tf32)).isEqualTo(Kernels.CUDA_TF32);

        Tensor batch = Tensor.input("x", TensorType.f32(512, 64));
        assertThat(operators(batch.sum(0), Kernels.CUDA)).contains("MatMul");
        assertThat(operators(batch.sum(0), Kernels.CUDA_TF32)).containsExactly("ReduceSum");
        Tensor whole = Tensor.input("x", new TensorType(DType.I64, Shape.of(512, 64)));
        assertThat(operators(whole.sum(0), Kernels.CUDA_TF32)).contains("MatMul");
        assertThat(operators(x.sign(), Kernels.CUDA_TF32)).isEqualTo(operators(x.sign(), Kernels.CUDA));
    }

    private static OnnxEngine standIn(BackendOptions options, Kernels kernels) {
        return new OnnxEngine(OrtEnvironment.getEnvironment(), options, kernels, Optional.empty(), new Traffic());
    }

    /** Division among threads, vector tasks of the JVM and kernels of Adam are used only on CPUs. */
    @Test
    void aGpuGetsTheWholeGraphAsOne() {
        int size = 512 * 512;
        Tensor parameters = Tensor.input("p", TensorType.f32(size));
        Tensor batch = Tensor.input("x", TensorType.f32(256, 512));
        Tensor hidden = batch.matmul(parameters.reshape(512, 512)).tanh();
        Tensor next = parameters.sub(hidden.matmul(parameters.reshape(512, 512))
                .tanh()
                .sum()
                .mul(parameters)
                .mul(1e-3));
        Graph graph = Graph.builder()
                .inputs(batch)
                .state(parameters, next)
                .output("y", hidden.square().sum())
                .build();
        BackendOptions options = BackendOptions.defaults().withThreads(2);
        try (OnnxEngine processor = standIn(options, Kernels.CPU);
                OnnxEngine gpu = standIn(options, Kernels.CUDA)) {
            Plan many = processor.plan(graph, processor.parallel(graph));
            Plan one = gpu.plan(graph, gpu.parallel(graph));
            assertThat(many.stages().stream().flatMap(List::stream)).hasSizeGreaterThan(1);
            assertThat(one.stages()).hasSize(1);
            assertThat(one.stages().get(0)).singleElement().satisfies(task -> assertThat(task.vector())
                    .isFalse());
        }
    }

    @Test
    void ordersKeepTiesAndNumbersAtTheEndsOfTheirType() {
        double most = Double.MAX_VALUE;
        HostArray ends = OnnxEvaluation.vector(
                DType.F64,
                most,
                Double.POSITIVE_INFINITY,
                0,
                -0.0,
                Math.nextDown(most),
                most,
                -most,
                Double.NEGATIVE_INFINITY,
                -most);
        HostArray whole = HostArray.of(Shape.of(4), Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(order(ends)).containsExactly(7, 6, 8, 2, 3, 4, 0, 5, 1);
        assertThat(order(whole)).containsExactly(2, 1, 0, 3);
    }

    private static double[] order(HostArray values) {
        Tensor x = Tensor.input("x", values.type());
        Graph graph = Graph.builder().inputs(x).output("y", x.argSort(0)).build();
        try (Backend backend = Backends.open(CudaStandInProvider.NAME, BackendOptions.defaults());
                Executable executable = backend.compile(graph)) {
            return executable.run(Map.of("x", values)).get("y").toDoubles();
        }
    }
}
