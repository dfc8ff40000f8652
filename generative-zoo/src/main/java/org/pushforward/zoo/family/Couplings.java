package org.pushforward.zoo.family;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.distribution.ConditionalBijector;
import org.pushforward.model.DataType;
import org.pushforward.nn.ContextColumns;
import org.pushforward.nn.Scope;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.flow.Conditioners;
import org.pushforward.zoo.flow.Coupling;
import org.pushforward.zoo.flow.Flow;
import org.pushforward.zoo.flow.Permutation;
import org.pushforward.zoo.flow.UnivariateMap;

/** Flows of couplings in which each coupling conditions on the part that the previous one changed, and on the context. */
final class Couplings {
    private Couplings() {}

    /**
     * Returns a flow of couplings, which is initially a permutation of the coordinates.
     *
     * @param title the name of the model for errors
     * @param couplings the number of couplings
     * @param hidden the width of the two hidden layers of each coupling's network
     * @param map the map of each coordinate
     * @throws IllegalArgumentException if a sample of the data has fewer than 2 elements
     */
    static Flow flow(String title, DataType data, int couplings, int hidden, UnivariateMap map) {
        int dimension = Flattened.size(title, data.schema());
        if (dimension < 2) {
            throw new IllegalArgumentException(title + " cannot learn data of shape " + data.event()
                    + ": one part of the coordinates determines how the other moves, so it takes 2 elements or more");
        }
        Scope scope = Scope.root();
        ContextColumns context = new ContextColumns(data.context());
        List<ConditionalBijector> maps = new ArrayList<>();
        int split = dimension / 2;
        for (int i = 0; i < couplings; i++) {
            boolean firstConditions = i % 2 == 0;
            if (dimension > 2 && i > 0 && firstConditions) {
                // Two couplings change every coordinate. A new order then mixes other coordinates.
                maps.add(new Permutation(RandomKey.of(dimension).fold(i).permutation(dimension)));
            }
            int from = firstConditions ? split : dimension - split;
            int outputs = map.parameters() * (dimension - from);
            Scope place = scope.child("coupling").child(i).child("conditioner");
            maps.add(new Coupling(
                    data.context(),
                    dimension,
                    split,
                    firstConditions,
                    Conditioners.mlp(place, from, context, outputs, hidden, hidden),
                    map));
        }
        return Flattened.flow(data, maps, scope);
    }
}
