package org.pushforward.benchmark.trainrun;

import java.util.List;
import org.pushforward.data.Context;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.model.DecodingModel;
import org.pushforward.model.Model;
import org.pushforward.sample.Ladder;
import org.pushforward.sample.RowFunction;
import org.pushforward.tensor.HostArray;
import org.pushforward.train.Trained;

/** Reconstructs data by encoding and decoding them. */
public final class Reconstruction {
    private Reconstruction() {}

    /**
     * Returns the rows after encoding and decoding, in the data's own units.
     *
     * @throws UnsupportedOperationException if the model cannot decode
     */
    public static HostArray of(Trained<Model> trained, Rows rows) {
        if (!(trained.model() instanceof DecodingModel decoding)) {
            throw new UnsupportedOperationException(
                    trained.model().getClass().getSimpleName() + " cannot decode, so rows cannot be reconstructed");
        }
        Schema schema = trained.model().schema();
        schema.checkFits("the input", rows.schema());
        try (RowFunction function = RowFunction.of(
                trained.backend(),
                trained.model().variables(),
                trained.values(),
                schema,
                (batch, noise) -> {
                    Context context = batch.context(schema.without(Schema.X));
                    return List.of(decoding.decode(decoding.encode(batch.x(), context), context));
                },
                Ladder.standard())) {
            HostArray inner =
                    function.apply(trained.preprocessing().apply(rows)).get(0);
            return trained.preprocessing().inverse(inner);
        }
    }
}
