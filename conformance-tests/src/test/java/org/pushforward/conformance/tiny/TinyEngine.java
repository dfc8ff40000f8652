package org.pushforward.conformance.tiny;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.pushforward.backend.Engine;
import org.pushforward.backend.Program;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;

/** An engine for float32, int64 and truth values. It lacks some primitives, and counts along an axis in integers only. */
final class TinyEngine implements Engine {
    private final Set<Class<? extends Primitive>> missing;

    TinyEngine(Set<Class<? extends Primitive>> missing) {
        this.missing = missing;
    }

    @Override
    public Set<Class<? extends Primitive>> primitives() {
        Set<Class<? extends Primitive>> primitives = new HashSet<>();
        collect(Primitive.class, primitives);
        primitives.removeAll(missing);
        return primitives;
    }

    private static void collect(Class<?> type, Set<Class<? extends Primitive>> found) {
        if (type.isRecord()) {
            found.add(type.asSubclass(Primitive.class));
        } else {
            for (Class<?> member : type.getPermittedSubclasses()) {
                collect(member, found);
            }
        }
    }

    @Override
    public Set<DType> dtypes() {
        return Set.of(DType.F32, DType.I64, DType.BOOL);
    }

    @Override
    public Optional<String> gap(Tensor node) {
        return node.primitive() instanceof Source.Iota && node.dtype() == DType.F32
                ? Optional.of("counts in integers only")
                : Optional.empty();
    }

    @Override
    public Program compile(Graph graph) {
        return new TinyProgram(graph);
    }

    @Override
    public void close() {}
}
