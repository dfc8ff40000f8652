package org.pushforward.backend.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.util.List;
import java.util.Optional;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendDescription.DeviceReport;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.BackendProvider;
import org.pushforward.backend.Device;
import org.pushforward.backend.Engine;
import org.pushforward.backend.onnx.device.Traffic;
import org.pushforward.backend.onnx.lowering.Kernels;

/** Runs the graphs for a GPU on the CPU, with states that pass through the host. */
public final class CudaStandInProvider implements BackendProvider {
    static final String NAME = "onnx-cuda-stand-in";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public BackendDescription describe() {
        return new BackendDescription(NAME, "stand-in", List.of(new DeviceReport(Device.cpu(), "")), List.of());
    }

    @Override
    public Engine open(BackendOptions options) {
        return new OnnxEngine(OrtEnvironment.getEnvironment(), options, Kernels.CUDA, Optional.empty(), new Traffic());
    }
}
