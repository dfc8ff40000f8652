package org.pushforward.backend.tensorflow.lowering;

import org.pushforward.tensor.TensorType;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;

/**
 * A state as a resource variable, which holds the state times a power of two.
 *
 * @param type its type
 * @param scale the power of two
 * @param handle the handle that operations on it take
 * @param fed the placeholder through which the state is written
 * @param set the operation that assigns the written state
 * @param content what the variable holds at the beginning of a run
 * @param value the state at the beginning of a run
 */
public record Variable(
        TensorType type,
        double scale,
        Output<?> handle,
        Output<?> fed,
        Operation set,
        Output<?> content,
        Output<?> value) {

    /** Declares a variable with a name that is unique in the graph. */
    public static Variable declare(TensorType type, double scale, String name, Emitter emit) {
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
        Operation set = assign(handle, times(fed, type, scale, emit), emit).build();
        Output<?> content = read(handle, type, emit).build().output(0);
        return new Variable(type, scale, handle, fed, set, content, times(content, type, 1 / scale, emit));
    }

    /** Returns a new operation that sets the state. */
    public OperationBuilder assign(Output<?> next, Emitter emit) {
        return assign(handle, times(next, type, scale, emit), emit);
    }

    private static OperationBuilder assign(Output<?> handle, Output<?> next, Emitter emit) {
        return emit.begin("AssignVariableOp").addInput(handle).addInput(next);
    }

    private static Output<?> times(Output<?> x, TensorType type, double scale, Emitter emit) {
        return scale == 1 ? x : emit.op("Mul", x, emit.scalar(type.dtype(), scale));
    }

    /** Returns a new operation that reads what the variable holds. */
    OperationBuilder read(Emitter emit) {
        return read(handle, type, emit);
    }

    private static OperationBuilder read(Output<?> handle, TensorType type, Emitter emit) {
        return emit.begin("ReadVariableOp").addInput(handle).setAttr("dtype", Transfer.dataType(type.dtype()));
    }
}
