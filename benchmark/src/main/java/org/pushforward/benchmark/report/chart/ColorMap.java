package org.pushforward.benchmark.report.chart;

/**
 * A perceptually uniform map from [0, 1] to opaque colors 0xffrrggbb, linear between anchors at equal distances.
 *
 * <p>The anchors are matplotlib's: van der Walt and Smith, <i>A better default colormap for matplotlib</i>, 2015; for cividis: Nunez,
 * Anderton and Renslow, <i>Optimizing colormaps with consideration for color vision deficiency</i>, 2018. The lightness of each map rises
 * steadily, so it also reads in gray.
 */
public enum ColorMap {
    /** From dark violet through green to yellow, for values. */
    VIRIDIS(0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725),
    /** From black through magenta to pale yellow, for spreads. */
    MAGMA(0x000004, 0x1d1147, 0x51127c, 0x822681, 0xb63679, 0xe65164, 0xfb8861, 0xfec287, 0xfcfdbf),
    /** From dark blue through gray to yellow, for probabilities. */
    CIVIDIS(0x00224e, 0x123570, 0x3b496c, 0x575d6d, 0x707173, 0x8a8678, 0xa59c74, 0xc3b369, 0xe1cc55, 0xfee838);

    /** The color of a missing value: a translucent gray that is in neither map and is visible on light and dark pages. */
    static final int ABSENT = 0x40808080;

    private static final int OPAQUE = 0xff000000;

    private final int[] anchors;

    ColorMap(int... anchors) {
        this.anchors = anchors;
    }

    /**
     * Returns the color of a number. Numbers outside [0, 1] have the color of the nearer end, and NaN has the color of a missing
     * value.
     */
    int color(double value) {
        if (Double.isNaN(value)) {
            return ABSENT;
        }
        double position = Math.max(0, Math.min(1, value)) * (anchors.length - 1);
        int below = Math.min((int) position, anchors.length - 2);
        double share = position - below;
        int color = OPAQUE;
        for (int shift = 0; shift <= 16; shift += 8) {
            int from = anchors[below] >> shift & 0xff;
            int to = anchors[below + 1] >> shift & 0xff;
            color |= (int) Math.round(from + share * (to - from)) << shift;
        }
        return color;
    }
}
