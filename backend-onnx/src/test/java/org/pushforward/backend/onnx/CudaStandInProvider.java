package org.pushforward.backend.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.util.Optional;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Engine;
import org.pushforward.backend.onnx.device.Traffic;
import org.pushforward.backend.onnx.lowering.Kernels;

/** Runs the graphs for a GPU on the CPU, with states that pass through the host. */
public final class CudaStandInProvider extends StandInProvider {
    static final String NAME = "onnx-cuda-stand-in";

    /** Makes the provider. */
    public CudaStandInProvider() {
        super(NAME);
    }

    @Override
    public Engine open(BackendOptions options) {
        return new OnnxEngine(OrtEnvironment.getEnvironment(), options, Kernels.CUDA, Optional.empty(), new Traffic());
    }
}
