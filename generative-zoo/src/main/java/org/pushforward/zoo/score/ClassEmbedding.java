package org.pushforward.zoo.score;

import java.util.function.Function;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.ContextColumns;
import org.pushforward.nn.Embedding;
import org.pushforward.nn.Initializer;
import org.pushforward.nn.Scope;
import org.pushforward.tensor.TensorType;

/**
 * A network on vectors that embeds the class: it learns one vector for each class and one for "absent".
 */
public final class ClassEmbedding implements DenoiserNetwork {
    private static final String EMBEDDED = "embedded";

    private final Embedding table;
    private final DenoiserNetwork network;

    /**
     * Declares the embedding table, then the network.
     *
     * @param scope where
     * @param classes the number of classes
     * @param width the width of an embedding vector
     * @param network declares a network that takes the embedding vector as its context
     */
    public ClassEmbedding(Scope scope, int classes, int width, Function<ContextColumns, DenoiserNetwork> network) {
        this.table = new Embedding(scope.child("classes"), classes + 1, width, Initializer.normal(1));
        this.network = network.apply(new ContextColumns(Schema.of(EMBEDDED, TensorType.f32(width))));
    }

    @Override
    public Tensor apply(Tensor x, Tensor noise, Context context) {
        Tensor embedded = table.apply(context.get(ClassConditional.LABEL));
        return network.apply(x, noise, Context.of(EMBEDDED, embedded));
    }
}
