package org.pushforward.backend.tensorflow;

import java.util.List;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.BackendProvider;
import org.pushforward.backend.Engine;
import org.pushforward.backend.support.CudaLibraries;
import org.pushforward.backend.support.ProcessPrecision;

/**
 * Offers TensorFlow, on the CPU or a CUDA GPU, under the name {@code tensorflow}.
 *
 * <p>Safe for use by several threads.
 */
public final class TensorFlowProvider implements BackendProvider {
    private static final String NAME = "tensorflow";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public BackendDescription describe() {
        Installation installation = new Installation();
        return new BackendDescription(
                NAME, "TensorFlow Java " + installation.version(), installation.devices(), installation.notes());
    }

    @Override
    public Engine open(BackendOptions options) {
        String missing = new Installation().missing(options.device());
        if (!missing.isEmpty()) {
            throw unsupported(options, missing, null);
        }
        boolean gpu = options.device().isGpu();
        if (gpu) {
            new ProcessPrecision(NAME).decide(options.precision());
        }
        try {
            if (gpu) {
                new CudaLibraries().load();
                GpuNumerics.configure(options.precision());
            }
            return new TensorFlowEngine(options, gpu ? new VisibleCards().of(options.device()) : List.of());
        } catch (RuntimeException | LinkageError e) {
            throw unsupported(
                    options, "TensorFlow does not start on it: " + e.getMessage() + Installation.folderProblem(), e);
        }
    }

    private static BackendException unsupported(BackendOptions options, String why, Throwable cause) {
        return new BackendException(
                "device " + options.device() + " of backend " + NAME + ": unsupported here: " + why, cause);
    }
}
