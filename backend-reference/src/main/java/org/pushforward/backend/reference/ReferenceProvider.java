package org.pushforward.backend.reference;

import java.util.List;
import java.util.Set;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendDescription.DeviceReport;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.BackendProvider;
import org.pushforward.backend.Device;
import org.pushforward.backend.Engine;
import org.pushforward.backend.Program;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.tensor.DType;

/**
 * The backend named {@code reference}, which runs the {@link ReferenceInterpreter} on one thread.
 *
 * <p>Float32 outputs and states are returned as float64, because the interpreter does not round.
 */
public final class ReferenceProvider implements BackendProvider {
    /** The name of this backend. */
    public static final String NAME = "reference";

    /** Creates the provider, for {@link java.util.ServiceLoader}. */
    public ReferenceProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public BackendDescription describe() {
        return new BackendDescription(
                NAME,
                "reference interpreter in plain Java",
                List.of(new DeviceReport(Device.cpu(), "")),
                List.of("computes in float64 on one thread, whatever the options say; float32 is returned as float64"));
    }

    @Override
    public Engine open(BackendOptions options) {
        if (!options.device().isCpu()) {
            throw new BackendException("device " + options.device()
                    + " of backend reference: unsupported here: it is plain Java; open it on the cpu");
        }
        return new ReferenceEngine();
    }

    private static final class ReferenceEngine implements Engine {
        @Override
        public Set<Class<? extends Primitive>> primitives() {
            return ReferenceRules.primitives();
        }

        @Override
        public Set<DType> dtypes() {
            return Set.of(DType.values());
        }

        @Override
        public Program compile(Graph graph) {
            return new ReferenceProgram(graph);
        }

        @Override
        public void close() {}
    }
}
