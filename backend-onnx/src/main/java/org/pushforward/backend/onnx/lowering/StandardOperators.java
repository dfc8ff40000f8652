package org.pushforward.backend.onnx.lowering;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.util.List;
import java.util.stream.Stream;

/** A model in the standard's operators alone: those that only ONNX Runtime has are said by others. */
public final class StandardOperators {
    private StandardOperators() {}

    /** Returns a model that computes the same, which needs no other set of operators than the standard's. */
    public static ModelProto of(ModelProto model) {
        GraphProto.Builder graph = model.getGraph().toBuilder().clearNode();
        model.getGraph().getNodeList().stream()
                .flatMap(StandardOperators::standard)
                .forEach(graph::addNode);
        ModelProto.Builder standard = model.toBuilder().setGraph(graph).clearOpsetImport();
        model.getOpsetImportList().stream()
                .filter(operators -> operators.getDomain().isEmpty())
                .forEach(standard::addOpsetImport);
        return standard.build();
    }

    private static Stream<NodeProto> standard(NodeProto node) {
        if (node.getDomain().isEmpty()) {
            return Stream.of(node);
        }
        return switch (node.getOpType()) {
            case "FusedMatMul" -> Stream.of(product(node));
            case "QuickGelu" -> silu(node);
            default ->
                throw new IllegalStateException(
                        "operator " + node.getDomain() + "." + node.getOpType() + " has no spelling in standard ones");
        };
    }

    /** A product of matrices of which each may be transposed; three dots are the leading axes. */
    private static NodeProto product(NodeProto node) {
        String left = isSet(node, "transA") ? "...ji" : "...ij";
        String right = isSet(node, "transB") ? "...kj" : "...jk";
        AttributeProto equation = AttributeProto.newBuilder()
                .setName("equation")
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(left + "," + right + "->...ik"))
                .build();
        return operator("Einsum", node.getInputList(), node.getOutput(0)).toBuilder()
                .addAttribute(equation)
                .build();
    }

    private static boolean isSet(NodeProto node, String flag) {
        return node.getAttributeList().stream()
                .anyMatch(attribute -> attribute.getName().equals(flag) && attribute.getI() == 1);
    }

    /** x sigmoid(x): the operator's factor inside of the sigmoid is always 1 here. */
    private static Stream<NodeProto> silu(NodeProto node) {
        String x = node.getInput(0);
        String sigmoid = node.getOutput(0) + "/sigmoid";
        return Stream.of(
                operator("Sigmoid", List.of(x), sigmoid), operator("Mul", List.of(x, sigmoid), node.getOutput(0)));
    }

    private static NodeProto operator(String type, List<String> inputs, String output) {
        return NodeProto.newBuilder()
                .setOpType(type)
                .addAllInput(inputs)
                .addOutput(output)
                .build();
    }
}
