package org.pushforward.benchmark.infer.gauges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.benchmark.infer.config.GaugeData;
import org.pushforward.benchmark.infer.config.TransformSettings;

class GaugeFileTest {
    private static final TransformSettings PLAIN = new TransformSettings.None();
    private static final TransformSettings ROOT = new TransformSettings.Rooted();
    private static final TransformSettings LOG = new TransformSettings.Shifted();

    @TempDir
    private Path folder;

    private GaugeSet read(String text, TransformSettings transform) {
        return GaugeFile.read(new GaugeData.Measured(file(text).toString()), transform);
    }

    private Path file(String text) {
        try {
            return Files.writeString(folder.resolve("gauges.csv"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void placesAndValuesAreRead() {
        GaugeSet set = read("x,y,value\n1,2,9\n3,4,16\n", ROOT);
        assertThat(set.gauges().places().x(1)).isEqualTo(3);
        assertThat(set.gauges().places().y(1)).isEqualTo(4);
        assertThat(set.gauges().values()).containsExactly(3, 4);
        assertThat(set.warnings()).isEmpty();
        assertThat(set.truth()).isEmpty();
    }

    /** A degree of latitude is 111.2 km long; one of longitude at 60 degrees north is half of it. */
    @Test
    void longitudesAndLatitudesBecomeKilometers() {
        GaugeSet set = read("Longitude,Latitude,value\n10,60,1\n11,60,2\n10.5,61,3\n10.5,59,4\n", PLAIN);
        var places = set.gauges().places();
        // The projection is right to 0.1 % within 500 km.
        assertThat(places.x(1) - places.x(0)).isCloseTo(55.6, within(0.1));
        assertThat(places.y(2) - places.y(3)).isCloseTo(222.4, within(0.3));
        assertThat(set.coordinates().projection()).isPresent();
    }

    /** The square root of 9 with noise 1.6 reaches from sqrt(7.4) to sqrt(10.6). */
    @Test
    void noiseIsTransformedWithItsValue() {
        GaugeSet set = read("x,y,value,noise\n1,2,9,1.6\n3,4,16,0\n5,6,1,4\n", ROOT);
        double half = (Math.sqrt(10.6) - Math.sqrt(7.4)) / 2;
        assertThat(set.gauges().noise(0)).isCloseTo(half * half, within(1e-12));
        assertThat(set.gauges().noise(1)).isZero();
        // 1 - 4 has no square root.
        assertThat(set.gauges().noise(2)).isCloseTo((Math.sqrt(5) - 1) * (Math.sqrt(5) - 1), within(1e-12));
    }

    @Test
    void noisyGaugesAtOnePlaceAreMerged() {
        GaugeSet set = read("x,y,value,noise\n1,2,10,1\n1,2,12,1\n3,4,5,1\n", PLAIN);
        assertThat(set.gauges().values()).containsExactly(11, 5);
        assertThat(set.gauges().noise(0)).isCloseTo(0.5, within(1e-12));
    }

    /** 180 and -180 degrees east are one meridian, so its gauges are merged, and one covariance remains. */
    @Test
    void longitudesOnADifferentTurnAreOnePlace() {
        GaugeSet set = read("lon,lat,value\n180,10,3\n-180,10,3\n-180.0,10,3\n170,20,5\n-170,15,7\n190,15,7\n", PLAIN);
        assertThat(set.gauges().values()).containsExactly(3, 5, 7);
    }

    /** Comparing all pairs of 300,000 gauges would take minutes. */
    @Test
    void manyGaugesAreCheckedInTime() {
        StringBuilder text = new StringBuilder("x,y,value\n");
        for (int i = 0; i < 300_000; i++) {
            text.append(i % 1000)
                    .append(',')
                    .append(i / 1000)
                    .append(',')
                    .append(i)
                    .append('\n');
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(15),
                () -> assertThat(read(text.toString(), PLAIN).gauges().count()).isEqualTo(300_000));
    }

    @Test
    void columnsCanBeNamedAndOthersAreReportedAsUnused() {
        Path file = file("east,north,rain,id\n1,2,9,7\n3,4,16,8\n");
        GaugeData.Measured named = new GaugeData.Measured(
                file.toString(),
                Optional.of("east"),
                Optional.of("north"),
                Optional.empty(),
                Optional.empty(),
                Optional.of("rain"),
                Optional.empty(),
                2,
                false,
                "rain",
                "mm");
        GaugeSet set = GaugeFile.read(named, PLAIN);
        assertThat(set.gauges().values()).containsExactly(9, 16);
        assertThat(set.gauges().noise(1)).isEqualTo(4);
        assertThat(set.warnings()).singleElement().asString().contains("not used: id");
    }

    @Test
    void gaugesWithoutAValueCanBeLeftOut() {
        Path file = file("x,y,value\n1,2,NA\n3,4,16\n5,6,7\n");
        GaugeData.Measured all = new GaugeData.Measured(file.toString());
        GaugeData.Measured dropping = new GaugeData.Measured(
                all.path(),
                all.x(),
                all.y(),
                all.lon(),
                all.lat(),
                all.value(),
                all.noiseColumn(),
                0,
                true,
                "value",
                "");
        assertThat(GaugeFile.read(dropping, PLAIN).gauges().values()).containsExactly(16, 7);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(
                        "x,y,value\n1,2,3\n1,2,4\n",
                        PLAIN,
                        "rows 1 and 2: two gauges at (1.0, 2.0) measured 3.0 and 4.0"),
                Arguments.of("x,y,value\n1,2,3\n1,2,4\n", PLAIN, "data.noise=NUMBER"),
                Arguments.of("x,y,value\n1,2,3\n3,4,-2\n", ROOT, "row 2: square root of the value -2.0"),
                Arguments.of("x,y,value\n1,2,3\n3,4,-2\n", LOG, "row 2: logarithm of the value -2.0"),
                Arguments.of("x,y,value\n1,2,3\n3,4,0\n", LOG, "take an offset, or SquareRoot for values of 0"),
                Arguments.of("x,y,value\n1,2,3\n3,4,3\n", PLAIN, "all 2 gauges measured 3.0"),
                Arguments.of("x,y,value\n1,2,NaN\n3,4,3\n", PLAIN, "1 gauge has no value, the first in row 1"),
                Arguments.of("x,y,value\n1,2,NaN\n3,4,3\n", PLAIN, "data.drop-missing=true"),
                Arguments.of("x,y,value\nNA,2,1\n3,4,3\n", PLAIN, "row 1: x = NaN: expected a finite number"),
                Arguments.of("x,y,value,noise\n1,2,1,-1\n3,4,3,1\n", PLAIN, "row 1: noise = -1.0"),
                Arguments.of(
                        "a,b,value\n1,2,1\n3,4,3\n",
                        PLAIN,
                        "has the columns [a, b, value]: expected x and y, or lon and lat"),
                Arguments.of("x,y,vlue\n1,2,1\n3,4,3\n", PLAIN, "has no column 'value': did you mean 'vlue'?"),
                Arguments.of("lon,lat,value\n3,4,3\n1,95,1\n", PLAIN, "row 2: longitude 1.0, latitude 95.0: expected"),
                Arguments.of("lon,lat,value\n3,4,3\n1,95,1\n", PLAIN, "are they swapped?"),
                Arguments.of(
                        "lon,lat,value\n180,4,3\n-180,4,1\n",
                        PLAIN,
                        "rows 1 and 2: two gauges at (180.0, 4.0) measured 3.0 and 1.0"),
                Arguments.of("lon,lat,value\n10,90,3\n20,90,1\n", PLAIN, "rows 1 and 2: two gauges at"),
                Arguments.of(
                        "x;y;value\n1,5;2,3;4,1\n",
                        PLAIN,
                        "its first line has semicolons: expected commas between fields and points in decimal numbers"),
                Arguments.of(
                        "x,y,value\n\"1,5\",2,3\n2,3,4\n",
                        PLAIN,
                        "has a decimal comma: replace decimal commas by points"),
                Arguments.of("x;y;value\n1;2;1\n", PLAIN, "must be separated by commas"),
                Arguments.of("x,y,value\n1,2,wet\n3,4,3\n", PLAIN, "column 'value' is not numeric"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatCannotBeUsedIsRefusedByName(String text, TransformSettings transform, String message) {
        assertThatThrownBy(() -> read(text, transform))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aMissingFileIsRefused() {
        String absent = folder.resolve("absent.csv").toString();
        assertThatThrownBy(() -> GaugeFile.read(new GaugeData.Measured(absent), PLAIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(absent + ": no such file");
    }
}
