package org.pushforward.backend.onnx.device;

/**
 * A function of ONNX Runtime's C interface, with its position in the table {@code OrtApi}. Versions only append to the table, so a position
 * never changes.
 */
enum CFunction {
    GET_ERROR_MESSAGE(2),
    CREATE_TENSOR(48),
    CREATE_TENSOR_WITH_DATA(49),
    CREATE_MEMORY_INFO(68),
    RELEASE_STATUS(93),
    RELEASE_MEMORY_INFO(94),
    RELEASE_VALUE(96),
    CREATE_ALLOCATOR(131),
    RELEASE_ALLOCATOR(132),
    RUN_WITH_BINDING(133),
    CREATE_IO_BINDING(134),
    RELEASE_IO_BINDING(135),
    BIND_INPUT(136),
    BIND_OUTPUT(137),
    CLEAR_BOUND_INPUTS(141),
    CLEAR_BOUND_OUTPUTS(142),
    SYNCHRONIZE_BOUND_INPUTS(202),
    SYNCHRONIZE_BOUND_OUTPUTS(203);

    private final int position;

    CFunction(int position) {
        this.position = position;
    }

    /** Returns the position in the table, from 0. */
    int position() {
        return position;
    }
}
