package org.pushforward.backend.tensorflow.lowering;

import org.pushforward.tensor.TensorType;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;

/**
 * A state as a resource variable.
 *
 * @param type its type
 * @param handle the handle that operations on it take
 * @param fed the placeholder through which the value is written
 * @param set the operation that assigns the written value
 * @param value its value at the beginning of a run
 */
public record Variable(TensorType type, Output<?> handle, Output<?> fed, Operation set, Output<?> value) {

    /** Declares a variable with a name that is unique in the graph. */
    public static Variable declare(TensorType type, String name, Emitter emit) {
        org.tensorflow.ndarray.Shape shape =
                org.tensorflow.ndarray.Shape.of(type.shape().longDims());
        Output<?> handle = emit.begin("VarHandleOp")
                .setAttr("dtype", Transfer.dataType(type.dtype()))
                .setAttr("shape", shape)
                .setAttr("shared_name", name)
                .build()
                .output(0);
        Output<?> fed = emit.begin("Placeholder")
                .setAttr("dtype", Transfer.dataType(type.dtype()))
                .setAttr("shape", shape)
                .build()
                .output(0);
        Operation set = assign(handle, fed, emit).build();
        return new Variable(
                type, handle, fed, set, read(handle, type, emit).build().output(0));
    }

    /** Returns a new operation that sets the variable. */
    public OperationBuilder assign(Output<?> next, Emitter emit) {
        return assign(handle, next, emit);
    }

    private static OperationBuilder assign(Output<?> handle, Output<?> next, Emitter emit) {
        return emit.begin("AssignVariableOp").addInput(handle).addInput(next);
    }

    /** Returns a new operation that reads the variable. */
    OperationBuilder read(Emitter emit) {
        return read(handle, type, emit);
    }

    private static OperationBuilder read(Output<?> handle, TensorType type, Emitter emit) {
        return emit.begin("ReadVariableOp").addInput(handle).setAttr("dtype", Transfer.dataType(type.dtype()));
    }
}
