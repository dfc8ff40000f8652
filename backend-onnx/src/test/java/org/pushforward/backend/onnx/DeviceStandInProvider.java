package org.pushforward.backend.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.util.Optional;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.pushforward.backend.Engine;
import org.pushforward.backend.onnx.device.MemoryPlace;
import org.pushforward.backend.onnx.device.Traffic;
import org.pushforward.backend.onnx.lowering.Kernels;

/** Runs the graphs for a GPU on the CPU, with states that stay in its memory, which ONNX Runtime manages as that of a device. */
public final class DeviceStandInProvider extends StandInProvider {
    static final String NAME = "onnx-device-stand-in";

    /** Makes the provider. */
    public DeviceStandInProvider() {
        super(NAME);
    }

    @Override
    public Engine open(BackendOptions options) {
        return open(options, new Traffic());
    }

    /** Opens an engine that counts what crosses. */
    static Engine open(BackendOptions options, Traffic traffic) {
        if (!options.device().isCpu()) {
            throw new BackendException("device " + options.device() + " of backend " + NAME + ": it has only the CPU");
        }
        OnnxEngine engine = engine(options, traffic);
        if (!engine.keepsStatesOnDevice()) {
            throw new BackendException("states do not stay on the device");
        }
        return engine;
    }

    /** Opens an engine whose states may pass through the host. */
    static OnnxEngine engine(BackendOptions options, Traffic traffic) {
        return new OnnxEngine(
                OrtEnvironment.getEnvironment(),
                options,
                Kernels.CUDA,
                Optional.of(MemoryPlace.of(Device.cpu())),
                traffic);
    }
}
