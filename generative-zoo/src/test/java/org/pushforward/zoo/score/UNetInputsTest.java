package org.pushforward.zoo.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.ParameterValues;
import org.pushforward.nn.Scope;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Checks what a U-Net takes besides noisy images, against networks without it, and what it refuses. */
class UNetInputsTest {
    private static final RandomKey KEY = RandomKey.of(6);

    private final Scope scope = Scope.root();
    private final Tensor level = Tensor.constant(HostArray.of(Shape.of(2, 1, 1, 1), 0.3f, -0.2f));

    private static UNet.Builder small(int channels) {
        return UNet.builder(channels).levels(2, 4).groups(2).embedding(6);
    }

    private static Tensor images(String name, int channels) {
        return Tensor.constant(KEY.fold(name).normal(Shape.of(2, channels, 4, 6)));
    }

    private static HostArray joined(HostArray... parts) {
        return HostArray.concat(List.of(parts));
    }

    /** A network that sees two images of one and two channels is one on images of four channels with the same first output. */
    @Test
    void contextImagesAreChannels() {
        UNet network = small(1).seeing(Schema.of("a", TensorType.f32(1, 4, 6)).with("b", TensorType.f32(2, 4, 6)))
                .build(scope);
        Scope other = Scope.root();
        UNet wide = small(4).build(other);
        ParameterValues values = Oracle.randomValues(scope.parameters(), KEY);
        Map<String, HostArray> widened = new HashMap<>(values.byPath());
        for (String head : List.of("head.weight", "head.bias")) {
            HostArray one = values.get(head);
            widened.put(head, joined(one, one, one, one));
        }
        Tensor x = images("x", 1);
        Tensor a = images("a", 1);
        Tensor b = images("b", 2);
        double[] seen = new Oracle()
                .with(scope.parameters(), values)
                .evaluate(network.apply(x, level, Context.of("b", b).with("a", a)));
        double[] expected = new Oracle()
                .with(other.parameters(), new ParameterValues(widened))
                .evaluate(wide.apply(Tensor.concat(1, List.of(x, a, b)), level, Context.none())
                        .slice(1, 0, 1));
        assertThat(seen).containsExactly(expected, within(1e-12));
    }

    /** The vector of a class is added to the embedding of the level, so it acts like another bias of the last layer there. */
    @Test
    void theClassMovesTheEmbeddingOfTheLevel() {
        UNet network = small(1).classes(2).build(scope);
        Scope other = Scope.root();
        UNet plain = small(1).build(other);
        ParameterValues values = Oracle.randomValues(scope.parameters(), KEY);
        HostArray table = values.get("classes.weight");
        assertThat(table.shape()).isEqualTo(Shape.of(3, 6));
        Tensor x = images("x", 1);
        Tensor labels = Tensor.constant(HostArray.of(Shape.of(2), 2L, 0L));
        double[] told = new Oracle()
                .with(scope.parameters(), values)
                .evaluate(network.apply(x, level, Context.of(ClassConditional.LABEL, labels)));
        for (int row = 0; row < 2; row++) {
            HostArray vector = table.take(row == 0 ? 2 : 0);
            Map<String, HostArray> moved = new LinkedHashMap<>(values.byPath());
            double[] bias = values.get("embedding.dense.1.bias").toDoubles();
            for (int i = 0; i < bias.length; i++) {
                bias[i] += vector.get(i);
            }
            moved.put("embedding.dense.1.bias", HostArray.wrap(Shape.of(6), bias));
            double[] expected = new Oracle()
                    .with(other.parameters(), new ParameterValues(moved))
                    .evaluate(plain.apply(x, level, Context.none()));
            for (int k = 24 * row; k < 24 * row + 24; k++) {
                assertThat(told[k]).isCloseTo(expected[k], within(1e-12));
            }
        }
    }

    /** Checkpoints name parameters by their paths. */
    @Test
    void layersHaveTheirPaths() {
        small(1).classes(2).build(scope);
        List<String> blocks = List.of("norm.0", "conv.0", "level", "norm.1", "conv.1");
        List<String> expected = new ArrayList<>(List.of(
                "embedding.dense.0", "embedding.dense.1", "classes", "stem", "shrink.0", "grow.0", "norm", "head"));
        for (String place : List.of("down.0.0", "down.1.0", "middle", "up.0.0", "up.1.0")) {
            blocks.forEach(layer -> expected.add(place + "." + layer));
        }
        // These change the number of channels: from 2 to 4, and back after the concatenation.
        for (String place : List.of("down.1.0", "up.0.0", "up.1.0")) {
            expected.add(place + ".shortcut");
        }
        assertThat(scope.parameters().stream()
                        .map(each -> each.path().replaceAll("\\.(weight|bias)$", ""))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void imagesThatDoNotFitAreRefused() {
        UNet network = small(2).patch(2).build(scope);
        for (Shape shape :
                List.of(Shape.of(2, 4, 4), Shape.of(1, 1, 4, 4), Shape.of(1, 2, 6, 4), Shape.of(1, 2, 4, 6))) {
            Tensor x = Tensor.input("x", new TensorType(level.dtype(), shape));
            assertThatThrownBy(() -> network.apply(x, level, Context.none()))
                    .hasMessageContaining("images of shape " + shape + " for a U-Net of 2 levels")
                    .hasMessageContaining("expected [n, 2, rows, columns] with multiples of 4");
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        refused(0, builder -> builder);
        refused(1, builder -> builder.patch(0));
        refused(1, builder -> builder.blocks(0));
        refused(1, builder -> builder.groups(0));
        refused(1, builder -> builder.embedding(0));
        refused(1, UNet.Builder::levels);
        refused(1, builder -> builder.levels(2, 0));
        refused(1, builder -> builder.levels(2, -2));
        refused(1, builder -> builder.levels(2, 3));
    }

    private static void refused(int channels, UnaryOperator<UNet.Builder> change) {
        UNet.Builder builder = change.apply(small(channels));
        assertThatThrownBy(() -> builder.build(Scope.root()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("U-Net on " + channels + " channels");
    }

    @Test
    void theSmallestSettingsAreAllowed() {
        UNet.builder(1).levels(1).groups(1).embedding(1).build(scope);
        assertThat(scope.parameters()).isNotEmpty();
    }

    @Test
    void levelsDoNotFollowTheCallersArray() {
        int[] widths = {2, 4};
        UNet.Builder builder = small(1).levels(widths);
        widths[1] = 6;
        builder.build(scope);
        assertThat(ParameterValues.initial(scope.parameters(), KEY)
                        .get("middle.conv.0.weight")
                        .shape())
                .isEqualTo(Shape.of(4, 4, 3, 3));
    }
}
