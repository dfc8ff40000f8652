package org.pushforward.benchmark.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColorMapTest {
    @Test
    void endsAndMiddleAreThoseOfViridis() {
        assertThat(ColorMap.VIRIDIS.color(0)).isEqualTo(0xff440154);
        assertThat(ColorMap.VIRIDIS.color(0.5)).isEqualTo(0xff21918c);
        assertThat(ColorMap.VIRIDIS.color(1)).isEqualTo(0xfffde725);
    }

    @Test
    void betweenAnchorsColorsAreMixed() {
        // Half way from 440154 to 472d7b.
        assertThat(ColorMap.VIRIDIS.color(1 / 16.0)).isEqualTo(0xff461768);
    }

    @Test
    void outsideIsTheNearerEndAndNaNIsOfNoColor() {
        assertThat(ColorMap.VIRIDIS.color(-3)).isEqualTo(ColorMap.VIRIDIS.color(0));
        assertThat(ColorMap.VIRIDIS.color(Double.POSITIVE_INFINITY)).isEqualTo(ColorMap.VIRIDIS.color(1));
        assertThat(ColorMap.VIRIDIS.color(Double.NaN)).isEqualTo(ColorMap.ABSENT);
    }

    @Test
    void lightnessOnlyRises() {
        for (ColorMap map : ColorMap.values()) {
            double before = -1;
            for (int i = 0; i <= 64; i++) {
                double luminance = luminance(map.color(i / 64.0));
                assertThat(luminance).as("%s at %d / 64", map, i).isGreaterThan(before);
                before = luminance;
            }
        }
    }

    private static double luminance(int color) {
        return 0.2126 * linear(color >> 16) + 0.7152 * linear(color >> 8) + 0.0722 * linear(color);
    }

    private static double linear(int channel) {
        return Math.pow((channel & 0xff) / 255.0, 2.2);
    }
}
