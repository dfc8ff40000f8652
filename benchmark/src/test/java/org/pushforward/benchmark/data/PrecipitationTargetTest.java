package org.pushforward.benchmark.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pushforward.data.Rows;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.data.LongitudeBands;
import org.pushforward.zoo.data.PrecipitationField;
import org.pushforward.zoo.data.PrecipitationPatches;

class PrecipitationTargetTest {
    private static final RandomKey KEY = RandomKey.of(5);

    @Test
    void picturesComeFromAllBandsInTurn() {
        LongitudeBands bands = LongitudeBands.standard();
        PrecipitationPatches patches = PrecipitationPatches.cut(PrecipitationField.load(), 4, 2, bands);
        Target target = new PrecipitationTarget(patches, bands);
        int blocks = target.blocks();
        int perBand = patches.test().size() / blocks;

        Rows pictured = target.pictured(3 * blocks, KEY);

        List<Integer> positions = IntStream.range(0, pictured.count())
                .map(i -> position(pictured, i, patches))
                .boxed()
                .toList();
        for (int i = 0; i < positions.size(); i++) {
            assertThat(positions.get(i) / perBand)
                    .as("the band of picture " + i)
                    .isEqualTo(i % blocks);
        }
        // In a band, they lie on several latitudes, not side by side.
        Set<Integer> latitudes = new HashSet<>();
        positions.forEach(
                position -> latitudes.add(patches.testPatches().get(position).row()));
        assertThat(latitudes.size()).isGreaterThan(2 * blocks);
        assertThat(target.pictured(10_000, KEY).count()).isEqualTo(blocks * perBand);
        assertThat(target.pictured(blocks, KEY.fold("other")).x().toDoubles())
                .isNotEqualTo(target.pictured(blocks, KEY).x().toDoubles());
    }

    private static int position(Rows pictured, int row, PrecipitationPatches patches) {
        double[] wanted = pictured.x().rows(row, row + 1).toDoubles();
        return IntStream.range(0, patches.test().size())
                .filter(i ->
                        Arrays.equals(patches.test().rows().x().rows(i, i + 1).toDoubles(), wanted))
                .findFirst()
                .orElseThrow();
    }
}
