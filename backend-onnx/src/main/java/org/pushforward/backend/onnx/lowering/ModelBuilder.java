package org.pushforward.backend.onnx.lowering;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.pushforward.backend.onnx.run.OrtElements;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Builds an ONNX model. As in ONNX, values have names; a method that adds a value returns its name. Not safe for use by
 * several threads.
 */
final class ModelBuilder {
    /** The version of the standard operators: the newest that the engine supports completely. */
    private static final int OPSET = 21;

    /** The version of the file format that belongs to this operator version. */
    private static final int IR_VERSION = 10;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("pushforward");
    private final Map<HostArray, String> constants = new HashMap<>();
    private final Map<NodeProto, List<String>> results = new HashMap<>();
    /** The results of all operators. */
    private final Set<String> computed = new HashSet<>();

    private final Map<String, String> outputs = new HashMap<>();
    private final BlockedLayout blocked;
    private int values;

    /** Creates an empty model for an engine with the given layout for convolutions. */
    ModelBuilder(BlockedLayout blocked) {
        this.blocked = blocked;
    }

    /** Returns the engine's layout for convolutions. */
    BlockedLayout blocked() {
        return blocked;
    }

    /** Declares an input. */
    void input(String name, TensorType type) {
        graph.addInput(describe(name, type));
    }

    /** Declares an input and an output of one element type and any shape, the second of which is a copy of the first. */
    void copy(DType dtype, String input, String output) {
        TypeProto any = TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(ElementTypes.code(dtype)))
                .build();
        graph.addInput(ValueInfoProto.newBuilder().setName(input).setType(any));
        graph.addNode(
                NodeProto.newBuilder().setOpType("Identity").addInput(input).addOutput(output));
        graph.addOutput(ValueInfoProto.newBuilder().setName(output).setType(any));
    }

    /**
     * Declares a value as an output with the given name. The result of an operator is renamed and written to the output
     * directly; an input, a constant or a value that is already an output is copied.
     */
    void output(String name, TensorType type, String value) {
        if (!computed.contains(value) || outputs.putIfAbsent(value, name) != null) {
            graph.addNode(
                    NodeProto.newBuilder().setOpType("Identity").addInput(value).addOutput(name));
        }
        graph.addOutput(describe(name, type));
    }

    /** Adds an operator without attributes, unless an equal one exists. */
    String apply(String operator, String... inputs) {
        return apply(operator, Map.of(), inputs);
    }

    /**
     * Adds an operator, unless an equal one exists. A nonstandard operator is named with its domain. An attribute is an
     * Integer, a Float, a String or a list of Integers.
     */
    String apply(String operator, Map<String, Object> attributes, String... inputs) {
        return applyForMany(1, operator, attributes, inputs).get(0);
    }

    /** Adds an operator that has several results, unless an equal one exists. */
    List<String> applyForMany(int count, String operator, Map<String, Object> attributes, String... inputs) {
        int dot = operator.lastIndexOf('.');
        NodeProto.Builder node = NodeProto.newBuilder()
                .setDomain(operator.substring(0, Math.max(dot, 0)))
                .setOpType(operator.substring(dot + 1))
                .addAllInput(List.of(inputs));
        attributes.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(a -> node.addAttribute(attribute(a)));
        return results.computeIfAbsent(node.build(), n -> {
            List<String> names = Stream.generate(this::fresh).limit(count).toList();
            graph.addNode(node.addAllOutput(names));
            computed.addAll(names);
            return names;
        });
    }

    /** Adds a constant, unless an equal one exists. */
    String constant(HostArray value) {
        return constants.computeIfAbsent(value, v -> {
            String name = fresh();
            TensorProto.Builder tensor = TensorProto.newBuilder()
                    .setName(name)
                    .setDataType(ElementTypes.code(v.dtype()))
                    .setRawData(bytes(v));
            for (long dim : v.shape().longDims()) {
                tensor.addDims(dim);
            }
            graph.addInitializer(tensor);
            return name;
        });
    }

    /** Adds a constant of rank 0. */
    String scalar(DType dtype, double value) {
        return constant(HostArray.scalar(dtype, value));
    }

    /** Adds a constant int64 vector, the form in which operators take axes, shapes and positions. */
    String longs(long... values) {
        return constant(HostArray.wrap(Shape.of(values.length), values));
    }

    /** Adds a tensor filled with one number. */
    String full(TensorType type, double value) {
        return expand(scalar(type.dtype(), value), type.shape());
    }

    /** Declares the type of a value that the engine cannot infer, and returns its name. */
    String typed(String value, TensorType type) {
        graph.addValueInfo(describe(value, type));
        return value;
    }

    /** Adds the same elements in another shape. */
    String reshape(String value, Shape shape) {
        return apply("Reshape", value, longs(shape.longDims()));
    }

    /** Adds the same elements in another shape, if the shapes differ. */
    String reshape(String value, Shape from, Shape to) {
        return from.equals(to) ? value : reshape(value, to);
    }

    /** Adds a value of the given rank with its last two axes swapped. */
    String transposed(String value, int rank) {
        List<Integer> permutation =
                new ArrayList<>(IntStream.range(0, rank).boxed().toList());
        Collections.swap(permutation, rank - 2, rank - 1);
        return apply("Transpose", Map.of("perm", permutation), value);
    }

    /** Adds the same elements in reverse order along some axes. */
    String reversed(String value, int... axes) {
        long[] along = IntStream.of(axes).asLongStream().toArray();
        // From the last position to the first; ONNX expresses "before the first" as a large negative end.
        return apply("Slice", value, all(along, -1), all(along, Integer.MIN_VALUE), longs(along), all(along, -1));
    }

    private String all(long[] axes, long number) {
        return longs(LongStream.of(axes).map(axis -> number).toArray());
    }

    /** Adds the broadcast of a value to another shape. */
    String expand(String value, Shape shape) {
        return apply("Expand", value, longs(shape.longDims()));
    }

    /** Returns the model in its binary form. */
    byte[] toByteArray() {
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            for (int i = 0; i < node.getInputCount(); i++) {
                node.setInput(i, outputs.getOrDefault(node.getInput(i), node.getInput(i)));
            }
            for (int i = 0; i < node.getOutputCount(); i++) {
                node.setOutput(i, outputs.getOrDefault(node.getOutput(i), node.getOutput(i)));
            }
        }
        // A lowering may not use all operands, and the engine warns about unused constants.
        Set<String> read = graph.getNodeList().stream()
                .flatMap(node -> node.getInputList().stream())
                .collect(Collectors.toSet());
        List<TensorProto> known = graph.getInitializerList().stream()
                .filter(constant -> read.contains(constant.getName()))
                .toList();
        graph.clearInitializer().addAllInitializer(known);
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("pushforward")
                .addOpsetImport(operators("", OPSET))
                .addOpsetImport(operators("com.microsoft", 1));
        if (!blocked.equals(BlockedLayout.NONE)) {
            model.addOpsetImport(operators(BlockedLayout.DOMAIN, 1));
        }
        return model.setGraph(graph).build().toByteArray();
    }

    private static OperatorSetIdProto.Builder operators(String domain, int version) {
        return OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version);
    }

    private String fresh() {
        return "%" + values++;
    }

    private static AttributeProto attribute(Map.Entry<String, Object> attribute) {
        AttributeProto.Builder proto = AttributeProto.newBuilder().setName(attribute.getKey());
        Object value = attribute.getValue();
        if (value instanceof Float number) {
            proto.setType(AttributeProto.AttributeType.FLOAT).setF(number);
        } else if (value instanceof Integer number) {
            proto.setType(AttributeProto.AttributeType.INT).setI(number);
        } else if (value instanceof List<?> numbers) {
            proto.setType(AttributeProto.AttributeType.INTS);
            numbers.forEach(number -> proto.addInts((Integer) number));
        } else {
            proto.setType(AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8((String) value));
        }
        return proto.build();
    }

    private static ValueInfoProto describe(String name, TensorType type) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long dim : type.shape().longDims()) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(ElementTypes.code(type.dtype()))
                                .setShape(shape)))
                .build();
    }

    /** ONNX files are little-endian on every machine. */
    private static ByteString bytes(HostArray value) {
        ByteBuffer bytes =
                ByteBuffer.allocate(value.size() * value.dtype().bytes()).order(ByteOrder.LITTLE_ENDIAN);
        OrtElements.copy(value, bytes);
        return ByteString.copyFrom(bytes);
    }
}
