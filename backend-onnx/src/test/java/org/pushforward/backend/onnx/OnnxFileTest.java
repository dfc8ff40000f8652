package org.pushforward.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.checkpoint.Software;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Smooth;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.text.GraphFormatException;
import org.pushforward.graph.text.GraphText;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class OnnxFileTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() {
        file = folder.resolve("step.onnx");
        OnnxFile.write(graph(), file);
    }

    /**
     * A gradient step through a convolution, products with transposed matrices and activations, plus a float64 output.
     */
    private static Graph graph() {
        Tensor x = Tensor.input("x", TensorType.f32(2, 3, 6, 6));
        Tensor kernels = Tensor.input("kernels", TensorType.f32(4, 3, 3, 3));
        Tensor weights = Tensor.input("weights", TensorType.f32(5, 64));
        Tensor wide = Tensor.input("wide", new TensorType(DType.F64, Shape.of(3)));
        Tensor images = x.conv2d(kernels, ConvolutionGeometry.square(1, 0, 1));
        Tensor normal = Tensor.of(new Normalization.GroupNorm(2, 1e-5), List.of(images));
        Tensor features = Tensor.of(new Smooth.Silu(), List.of(normal)).reshape(2, 64);
        Tensor classes = Tensor.of(new Normalization.Softmax(1), List.of(features.matmul(weights.transpose())));
        Tensor loss = classes.square().sum();
        List<Tensor> gradients = Gradients.of(loss, List.of(kernels, weights));
        return Graph.builder()
                .inputs(x, wide)
                .state(kernels, kernels.sub(gradients.get(0).mul(0.1)))
                .state(weights, weights.sub(gradients.get(1).mul(0.1)))
                .output("loss", loss)
                .output("wide", Tensor.of(new Smooth.Silu(), List.of(wide)).cumulativeSum(0, false, true))
                .output("none", x.slice(0, 0, 0))
                .build();
    }

    private static Map<String, HostArray> values(List<Tensor> leaves, List<String> names) {
        Map<String, HostArray> values = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            Tensor leaf = leaves.get(i);
            values.put(names.get(i), RandomKey.of(i).normal(leaf.shape()).cast(leaf.dtype()));
        }
        return values;
    }

    private GraphFormatException refused(byte[] content) throws IOException {
        Path damaged = Files.write(folder.resolve("damaged.onnx"), content);
        GraphFormatException refused = catchThrowableOfType(GraphFormatException.class, () -> OnnxFile.read(damaged));
        assertThat(refused).isNotNull().hasMessageStartingWith(damaged.toString());
        return refused;
    }

    @Test
    void theGraphIsReadBack() throws IOException {
        assertThat(GraphText.of(OnnxFile.read(file))).isEqualTo(GraphText.of(graph()));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void theModelNeedsStandardOperatorsOnly() throws IOException {
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
        assertThat(model.getOpsetImportList())
                .extracting(OperatorSetIdProto::getDomain)
                .containsExactly("");
        assertThat(model.getGraph().getNodeList())
                .extracting(NodeProto::getDomain)
                .containsOnly("");
        assertThat(model.getGraph().getNodeList())
                .extracting(NodeProto::getOpType)
                .contains("Conv", "Einsum", "Softmax", "Exp");
    }

    @Test
    void theModelNamesEveryVersion() throws IOException {
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
        assertThat(model.getIrVersion()).isEqualTo(10);
        assertThat(model.getOpsetImportList())
                .extracting(OperatorSetIdProto::getVersion)
                .containsExactly(21L);
        assertThat(model.getProducerName()).isEqualTo("pushforward");
        assertThat(model.getProducerVersion()).isEqualTo(Software.version()).matches("\\d+\\.\\d+\\.\\d+.*");
        Map<String, String> metadata = model.getMetadataPropsList().stream()
                .collect(Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
        assertThat(metadata).containsEntry("pushforward.format", "1");
        assertThat(metadata.get("pushforward.graph")).startsWith("pushforward graph 2\n");
    }

    /** Compares sums of up to 200 float32 terms, in any order, with float64. */
    @Test
    void theModelRunsWithoutThisLibrary() throws OrtException {
        Graph graph = graph();
        Map<String, HostArray> inputs = values(graph.inputs(), List.of("x", "wide"));
        Map<String, HostArray> states =
                values(graph.states().stream().map(Graph.State::current).toList(), List.of("kernels", "weights"));
        ReferenceInterpreter.Evaluation expected = ReferenceInterpreter.evaluate(graph, inputs, states);
        Map<String, HostArray> all = new HashMap<>(inputs);
        all.putAll(states);
        Map<String, double[]> actual = run(all);
        assertThat(actual).containsOnlyKeys("out/loss", "out/wide", "next/kernels", "next/weights");
        actual.forEach((name, value) -> {
            String plain = name.substring(name.indexOf('/') + 1);
            HostArray reference = name.startsWith("out/")
                    ? expected.outputs().get(plain)
                    : expected.states().get(plain);
            assertThat(value).as(name).containsExactly(reference.toDoubles(), within(1e-5));
        });
    }

    private Map<String, double[]> run(Map<String, HostArray> values) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> given = new HashMap<>();
        Map<String, double[]> results = new HashMap<>();
        try (OrtSession session = environment.createSession(file.toString())) {
            for (String name : session.getInputNames()) {
                HostArray value = values.get(name.substring("in/".length()));
                long[] dims = value.shape().longDims();
                given.put(
                        name,
                        value.dtype() == DType.F64
                                ? OnnxTensor.createTensor(environment, value.doubles(), dims)
                                : OnnxTensor.createTensor(environment, value.floats(), dims));
            }
            try (OrtSession.Result result = session.run(given)) {
                result.forEach(entry -> results.put(entry.getKey(), elements((OnnxTensor) entry.getValue())));
            }
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
        return results;
    }

    private static double[] elements(OnnxTensor tensor) {
        if (tensor.getDoubleBuffer() != null) {
            return tensor.getDoubleBuffer().array();
        }
        float[] floats = tensor.getFloatBuffer().array();
        double[] doubles = new double[floats.length];
        Arrays.setAll(doubles, i -> floats[i]);
        return doubles;
    }

    @Test
    void aTruncatedFileIsRefused() throws IOException {
        byte[] content = Files.readAllBytes(file);
        for (int kept = 0; kept < content.length; kept += kept < content.length - 200 ? 97 : 1) {
            refused(Arrays.copyOf(content, kept));
        }
        assertThat(refused(Arrays.copyOf(content, content.length - 1))).hasMessageContaining("truncated");
        refused(Arrays.copyOf(content, content.length + 1));
    }

    @Test
    void aFlippedBitIsRefused() throws IOException {
        byte[] content = Files.readAllBytes(file);
        RandomKey key = RandomKey.of(5);
        int[] places = key.fold("place").integers(content.length, 300);
        int[] bits = key.fold("bit").integers(8, 300);
        for (int i = 0; i < places.length; i++) {
            byte[] damaged = content.clone();
            damaged[places[i]] ^= (byte) (1 << bits[i]);
            refused(damaged);
        }
    }

    @Test
    void aFileOfAnotherOriginIsRefused() throws IOException {
        ModelProto written = ModelProto.parseFrom(Files.readAllBytes(file));
        ModelProto bare = written.toBuilder().clearMetadataProps().build();
        assertThat(refused(bare.toBuilder().setProducerName("pytorch").build().toByteArray()))
                .hasMessageContaining("only files written by OnnxFile.write() can be read")
                .hasMessageContaining("ONNX Runtime directly");
        assertThat(refused(bare.toByteArray())).hasMessageContaining("missing from its metadata");
        assertThat(refused(new byte[0])).hasMessageContaining("contains no Pushforward graph");
        assertThat(refused("no model".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .hasMessageContaining("not an ONNX model");
        ModelProto.Builder renamed = written.toBuilder();
        renamed.getGraphBuilder().setName("saved again");
        assertThat(refused(renamed.build().toByteArray())).hasMessageContaining("saved again by another tool");
    }

    @Test
    void aNewerFileIsRefused() throws IOException {
        ModelProto.Builder newer = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
        newer.getMetadataPropsBuilderList().stream()
                .filter(entry -> entry.getKey().equals("pushforward.format"))
                .forEach(entry -> entry.setValue("2"));
        assertThat(refused(newer.build().toByteArray()))
                .hasMessageContaining("found version 2 of the layout, expected 1")
                .hasMessageContaining("newer release");
    }

    @Test
    void aMissingFileIsNamed() {
        Path lost = folder.resolve("no").resolve("a.onnx");
        assertThatThrownBy(() -> OnnxFile.read(lost))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(lost.toString());
        assertThatThrownBy(() -> OnnxFile.write(graph(), lost))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(lost.toString());
    }
}
