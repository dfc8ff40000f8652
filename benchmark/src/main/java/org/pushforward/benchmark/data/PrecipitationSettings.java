package org.pushforward.benchmark.data;

import org.pushforward.settings.Kind;
import org.pushforward.settings.SettingException;
import org.pushforward.zoo.data.LongitudeBands;
import org.pushforward.zoo.data.PrecipitationField;
import org.pushforward.zoo.data.PrecipitationPatches;

/**
 * Patches of the embedded map of annual precipitation.
 *
 * @param size the number of cells along the edge of a patch
 * @param stride the number of cells from one patch to the next
 * @param bands which columns of the map are for training and which for testing
 */
@Kind("precipitation")
public record PrecipitationSettings(int size, int stride, LongitudeBands bands) implements DataSettings {
    /** Patches of 8 x 8 cells at stride 2 in the standard bands. */
    public PrecipitationSettings() {
        this(8, 2, LongitudeBands.standard());
    }

    /** Refuses patches that do not fit into the bands, and settings with fewer than two test patches. */
    public PrecipitationSettings {
        int narrower = Math.min(bands.train(), bands.test());
        SettingException.unless(
                size >= 2 && size <= narrower, "size", size, "2 to " + narrower + ", the width of the narrower band");
        SettingException.unless(
                stride >= 1 && stride <= PrecipitationField.ROWS - size,
                "stride",
                stride,
                "1 to " + (PrecipitationField.ROWS - size));
    }

    @Override
    public Target load() {
        return new PrecipitationTarget(PrecipitationPatches.cut(PrecipitationField.load(), size, stride, bands), bands);
    }
}
