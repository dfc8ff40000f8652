package org.pushforward.conformance;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.pushforward.backend.Program;
import org.pushforward.backend.support.Primitives;
import org.pushforward.graph.AdamUpdate;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.tensor.HostArray;

/** Backends with a kernel for Adam that are wrong on purpose, each in one plausible way. */
public final class UpdateMutants {
    private UpdateMutants() {}

    /** A backend for which the composites of Adam are not expanded. */
    private abstract static class UpdateMutant extends Mutants.Mutant {
        @Override
        Set<Class<? extends Primitive>> primitives() {
            return Primitives.all();
        }
    }

    /** Updates parameters in place before everything that reads them has been computed. */
    public static final class HastyUpdate extends UpdateMutant {
        @Override
        Graph replace(Graph graph) {
            Map<Tensor, Tensor> memory = new IdentityHashMap<>();
            return graph.rewrite((node, operands) -> {
                List<Tensor> found = operands.stream()
                        .map(operand -> memory.getOrDefault(operand, operand))
                        .toList();
                Tensor next = Rewrite.keep(node, found);
                if (node.primitive() instanceof AdamUpdate.AdamStep) {
                    memory.put(found.get(0), next);
                }
                return next;
            });
        }
    }

    /** Keeps moments in its own memory and ignores later writes. */
    public static final class KeptMoments extends UpdateMutant {
        @Override
        Program replace(Program program, Graph graph) {
            List<Integer> moments = IntStream.range(0, graph.states().size())
                    .filter(i -> isMoment(graph.states().get(i).next().primitive()))
                    .boxed()
                    .toList();
            Map<Integer, HostArray> kept = new HashMap<>();
            return new Mutants.Wrapped(program, (sound, inputs, wanted) -> {
                kept.forEach(sound::write);
                List<HostArray> outputs = sound.run(inputs, wanted);
                moments.forEach(i -> kept.put(i, sound.read(i)));
                return outputs;
            });
        }

        private static boolean isMoment(Primitive primitive) {
            return primitive instanceof AdamUpdate.AdamFirstMoment || primitive instanceof AdamUpdate.AdamSecondMoment;
        }
    }
}
