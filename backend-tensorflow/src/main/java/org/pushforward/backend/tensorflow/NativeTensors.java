package org.pushforward.backend.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.backend.tensorflow.lowering.Transfer;
import org.pushforward.tensor.HostArray;
import org.tensorflow.Tensor;

/** The tensors that are fed to one run; closing releases them. Not safe for use by several threads. */
final class NativeTensors implements AutoCloseable {
    private final List<Tensor> tensors = new ArrayList<>();

    /** Returns a copy of a value in native memory. */
    Tensor copy(HostArray value) {
        Tensor tensor = Transfer.toNative(value);
        tensors.add(tensor);
        return tensor;
    }

    @Override
    public void close() {
        tensors.forEach(Tensor::close);
    }
}
