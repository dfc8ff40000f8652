package org.pushforward.backend.onnx.lowering;

import org.pushforward.tensor.DType;

/** The identity of one element type, for tensors of any shape, as an ONNX model. */
public final class CopyModel {
    /** The name of its input. */
    public static final String INPUT = "x";

    /** The name of its output. */
    public static final String OUTPUT = "y";

    private CopyModel() {}

    /** Returns the model in its binary form. */
    public static byte[] of(DType dtype) {
        ModelBuilder model = new ModelBuilder(BlockedLayout.NONE);
        model.copy(dtype, INPUT, OUTPUT);
        return model.toByteArray();
    }
}
