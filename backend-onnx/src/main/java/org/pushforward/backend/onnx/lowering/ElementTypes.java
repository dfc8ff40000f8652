package org.pushforward.backend.onnx.lowering;

import ai.onnx.proto.OnnxMl.TensorProto;
import org.pushforward.tensor.DType;

/** The numbers of element types, which ONNX files and ONNX Runtime share. */
public final class ElementTypes {
    private ElementTypes() {}

    /** Returns the number of an element type. */
    public static int code(DType dtype) {
        return switch (dtype) {
            case F32 -> TensorProto.DataType.FLOAT_VALUE;
            case F64 -> TensorProto.DataType.DOUBLE_VALUE;
            case I32 -> TensorProto.DataType.INT32_VALUE;
            case I64 -> TensorProto.DataType.INT64_VALUE;
            case BOOL -> TensorProto.DataType.BOOL_VALUE;
        };
    }
}
