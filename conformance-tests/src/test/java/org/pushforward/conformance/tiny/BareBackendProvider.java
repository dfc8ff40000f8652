package org.pushforward.conformance.tiny;

import java.util.List;
import java.util.Set;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.BackendProvider;
import org.pushforward.backend.Engine;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Contraction;

/** The backend named {@code bare}: the tiny one without products, which can run no model. */
public final class BareBackendProvider implements BackendProvider {
    static final String NAME = "bare";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public BackendDescription describe() {
        BackendDescription tiny = new TinyBackendProvider().describe();
        return new BackendDescription(NAME, tiny.engine(), tiny.devices(), List.of("no products"));
    }

    @Override
    public Engine open(BackendOptions options) {
        return new TinyEngine(Set.of(Contraction.Matmul.class, Binary.Mul.class));
    }
}
