package org.pushforward.benchmark.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.pushforward.benchmark.report.Field;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class PictureTest {
    private static final Field FIELD = new Field(2, 3, "rain", "mm", 0, 1);
    private static final ColorScale SCALE = new ColorScale(ColorMap.VIRIDIS, -1, 1);
    private static final HostArray SAMPLES =
            HostArray.of(Shape.of(3, 6), -1f, 0, 1, 1, 0, -1, 0, 0, 0, 0, 0, 0, 5, -5, Float.NaN, 1, 1, 1);

    @Test
    void aGridOfPatchesHasItsSizeAndColors() throws IOException {
        BufferedImage image =
                decode(new PatchGrid(FIELD, SCALE, 4).grid(SAMPLES, 2, 2).png());

        assertThat(image.getWidth()).isEqualTo(2 * 12 + 4);
        assertThat(image.getHeight()).isEqualTo(2 * 8 + 4);
        assertThat(image.getRGB(0, 0)).isEqualTo(ColorMap.VIRIDIS.color(0));
        assertThat(image.getRGB(3, 3)).isEqualTo(ColorMap.VIRIDIS.color(0));
        assertThat(image.getRGB(4, 0)).isEqualTo(ColorMap.VIRIDIS.color(0.5));
        assertThat(image.getRGB(8, 0)).isEqualTo(ColorMap.VIRIDIS.color(1));
        assertThat(image.getRGB(0, 4)).as("the second row of the first patch").isEqualTo(ColorMap.VIRIDIS.color(1));
        assertThat(image.getRGB(13, 0) >>> 24).as("a gap is transparent").isZero();
        assertThat(image.getRGB(16, 0)).as("the second patch").isEqualTo(ColorMap.VIRIDIS.color(0.5));
        assertThat(image.getRGB(0, 12)).as("beyond the scale").isEqualTo(ColorMap.VIRIDIS.color(1));
        assertThat(image.getRGB(8, 12)).as("not a number").isEqualTo(ColorMap.ABSENT);
        assertThat(image.getRGB(16, 12) >>> 24).as("no fourth patch").isZero();
    }

    @Test
    void aGridIsNoLargerThanItsSamples() {
        Raster one = new PatchGrid(FIELD, SCALE, 4).grid(SAMPLES.rows(0, 1), 6, 4);
        Raster none = new PatchGrid(FIELD, SCALE, 4).grid(SAMPLES.rows(0, 0), 6, 4);

        assertThat(one.width()).isEqualTo(12);
        assertThat(one.height()).isEqualTo(8);
        assertThat(none.pixel(0, 0)).isZero();
    }

    @Test
    void whatIsMaskedIsNotShown() {
        HostArray mask = HostArray.of(Shape.of(6), 1f, 0, 0, 0, 0, 1);

        Raster raster = new PatchGrid(FIELD, SCALE, 2).patch(SAMPLES.rows(0, 1), mask);

        assertThat(raster.pixel(0, 0)).isEqualTo(ColorMap.VIRIDIS.color(0));
        assertThat(raster.pixel(2, 0)).isEqualTo(ColorMap.ABSENT);
        assertThat(raster.pixel(5, 3)).isEqualTo(ColorMap.VIRIDIS.color(0));
    }

    @Test
    void pointsAreDarkOnWhiteWhereTheyLie() {
        PlaneFrame frame = new PlaneFrame(new Axis(0, 1), new Axis(0, 1));
        HostArray points = HostArray.of(Shape.of(4, 2), 0.25f, 0.75f, 0.25f, 0.75f, 3, 0.5f, Float.NaN, 0);
        ScatterChart chart = new ScatterChart(frame, points, 100);

        Raster raster = chart.raster();

        assertThat(raster.width()).isEqualTo(512);
        assertThat(raster.pixel(400, 400)).isEqualTo(0xffffffff);
        assertThat(raster.pixel(128, 128) >> 16 & 0xff).as("y grows upwards").isLessThan(0x60);
        assertThat(chart.outside()).isEqualTo(2);
    }

    @Test
    void aDataUriHoldsThePng() throws IOException {
        Raster raster = new Raster(3, 2);
        raster.set(2, 1, 0xff102030);

        String uri = raster.dataUri();

        String prefix = "data:image/png;base64,";
        assertThat(uri).startsWith(prefix);
        BufferedImage image = decode(Base64.getDecoder().decode(uri.substring(prefix.length())));
        assertThat(image.getRGB(2, 1)).isEqualTo(0xff102030);
        assertThat(image.getRGB(0, 0)).isZero();
    }

    private static BufferedImage decode(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }
}
