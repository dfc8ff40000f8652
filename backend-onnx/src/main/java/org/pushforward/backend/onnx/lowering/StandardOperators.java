package org.pushforward.backend.onnx.lowering;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;

/** Converts a model to standard operators: replaces operators that only ONNX Runtime has. */
public final class StandardOperators {
    private StandardOperators() {}

    /** Returns an equivalent model that needs only the standard operator set. */
    public static ModelProto of(ModelProto model) {
        GraphProto.Builder graph = model.getGraph().toBuilder().clearNode();
        model.getGraph().getNodeList().stream().map(StandardOperators::standard).forEach(graph::addNode);
        ModelProto.Builder standard = model.toBuilder().setGraph(graph).clearOpsetImport();
        model.getOpsetImportList().stream()
                .filter(operators -> operators.getDomain().isEmpty())
                .forEach(standard::addOpsetImport);
        return standard.build();
    }

    private static NodeProto standard(NodeProto node) {
        if (node.getDomain().isEmpty()) {
            return node;
        }
        if (node.getOpType().equals("FusedMatMul")) {
            return product(node);
        }
        throw new IllegalStateException(
                "operator " + node.getDomain() + "." + node.getOpType() + " cannot be written with standard operators");
    }

    /** Returns a product of matrices, each possibly transposed, as an Einsum; three dots stand for the leading axes. */
    private static NodeProto product(NodeProto node) {
        String left = isSet(node, "transA") ? "...ji" : "...ij";
        String right = isSet(node, "transB") ? "...kj" : "...jk";
        AttributeProto equation = AttributeProto.newBuilder()
                .setName("equation")
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(left + "," + right + "->...ik"))
                .build();
        return NodeProto.newBuilder()
                .setOpType("Einsum")
                .addAllInput(node.getInputList())
                .addOutput(node.getOutput(0))
                .addAttribute(equation)
                .build();
    }

    private static boolean isSet(NodeProto node, String flag) {
        return node.getAttributeList().stream()
                .anyMatch(attribute -> attribute.getName().equals(flag) && attribute.getI() == 1);
    }
}
