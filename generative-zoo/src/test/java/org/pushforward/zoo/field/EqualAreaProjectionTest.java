package org.pushforward.zoo.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EqualAreaProjectionTest {
    private static final EqualAreaProjection PROJECTION = new EqualAreaProjection(-100, 40);

    @Test
    void northIsUp() {
        Places there = PROJECTION.places(new double[] {-100, -100, -99}, new double[] {40, 41, 40});
        assertThat(there.x(0)).isCloseTo(0, within(1e-9));
        assertThat(there.y(0)).isCloseTo(0, within(1e-9));
        // A degree of latitude is R pi / 180, less what a chord lacks.
        assertThat(there.y(1)).isCloseTo(Math.toRadians(1) * EqualAreaProjection.RADIUS, within(0.01));
        assertThat(there.x(2))
                .isCloseTo(Math.toRadians(1) * Math.cos(Math.toRadians(40)) * EqualAreaProjection.RADIUS, within(0.01));
    }

    @Test
    void preservesAreas() {
        // A cell of .1 degrees far from the center: R^2 dlon (sin north - sin south).
        double[] longitudes = {-80, -79.9, -79.9, -80};
        double[] latitudes = {25, 25, 25.1, 25.1};
        Places corners = PROJECTION.places(longitudes, latitudes);
        double area = 0;
        for (int i = 0; i < 4; i++) {
            int j = (i + 1) % 4;
            area += (corners.x(i) * corners.y(j) - corners.x(j) * corners.y(i)) / 2;
        }
        double expected = EqualAreaProjection.RADIUS
                * EqualAreaProjection.RADIUS
                * Math.toRadians(0.1)
                * (Math.sin(Math.toRadians(25.1)) - Math.sin(Math.toRadians(25)));
        assertThat(area).isCloseTo(expected, within(1e-5 * expected));
    }

    @Test
    void nearlyPreservesDistances() {
        Places there = PROJECTION.places(new double[] {-100, -95}, new double[] {44, 38});
        double[] first = unit(-100, 44);
        double[] second = unit(-95, 38);
        double cos = first[0] * second[0] + first[1] * second[1] + first[2] * second[2];
        double expected = EqualAreaProjection.RADIUS * Math.acos(cos);
        assertThat(Math.hypot(there.x(0) - there.x(1), there.y(0) - there.y(1)))
                .isCloseTo(expected, within(1.5e-3 * expected));
    }

    private static double[] unit(double longitude, double latitude) {
        double lambda = Math.toRadians(longitude);
        double phi = Math.toRadians(latitude);
        return new double[] {Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)};
    }

    @Test
    void findsTheCenterAndRefusesBadCoordinates() {
        EqualAreaProjection around = EqualAreaProjection.around(new double[] {179, -179}, new double[] {10, 10});
        assertThat(Math.abs(around.longitude())).isCloseTo(180, within(1e-9));
        // The mean of three directions at right angles is (1, 1, 1) / sqrt 3.
        EqualAreaProjection corner = EqualAreaProjection.around(new double[] {0, 90, 33}, new double[] {0, 0, 90});
        assertThat(corner.longitude()).isCloseTo(45, within(1e-12));
        assertThat(corner.latitude()).isCloseTo(Math.toDegrees(Math.asin(1 / Math.sqrt(3))), within(1e-12));
        assertThat(PROJECTION.latitudeOf(0, 2 * EqualAreaProjection.RADIUS)).isCloseTo(-40, within(1e-6));
        assertThatThrownBy(() -> EqualAreaProjection.around(new double[] {0, 361}, new double[] {0, 0}))
                .hasMessageContaining("place 1 at longitude 361.0");
        assertThatThrownBy(() -> new EqualAreaProjection(-361, 0)).hasMessageContaining("longitude -361.0");
        assertThatThrownBy(() -> new EqualAreaProjection(0, 90.1)).hasMessageContaining("center of a projection");
        assertThat(new EqualAreaProjection(-360, -90).latitude()).isEqualTo(-90);
        assertThatThrownBy(() -> PROJECTION.places(new double[] {45}, new double[] {-120}))
                .hasMessageContaining("latitude -120.0")
                .hasMessageContaining("are they swapped?");
    }

    @Test
    void longitudesAreFromMinus180To180() {
        EqualAreaProjection pacific = new EqualAreaProjection(200, 10);
        assertThat(pacific.longitudeOf(0, 0)).isCloseTo(-160, within(1e-12));
        assertThat(pacific.latitudeOf(0, 0)).isEqualTo(10);
    }

    /** Rounding may make the sine of their latitude larger than 1. The square root of its error is 1e-8 radians. */
    @Test
    void polesAreInverted() {
        for (double center = -89.5; center < 90; center += 0.5) {
            EqualAreaProjection projection = new EqualAreaProjection(20, center);
            Places poles = projection.places(new double[] {20, 20}, new double[] {90, -90});
            assertThat(projection.latitudeOf(poles.x(0), poles.y(0))).isCloseTo(90, within(1e-5));
            assertThat(projection.latitudeOf(poles.x(1), poles.y(1))).isCloseTo(-90, within(1e-5));
        }
    }

    @Test
    void isInverted() {
        double[] longitudes = {-100, -80, -179.5, 170, -100, 20};
        double[] latitudes = {40, 25, 60, -30, 89, 40};
        Places there = PROJECTION.places(longitudes, latitudes);
        for (int i = 0; i < longitudes.length; i++) {
            // Rounding of kilometers to float64 is 1e-12 of a radius; far from the center it grows a thousand times.
            assertThat(PROJECTION.longitudeOf(there.x(i), there.y(i))).isCloseTo(longitudes[i], within(1e-8));
            assertThat(PROJECTION.latitudeOf(there.x(i), there.y(i))).isCloseTo(latitudes[i], within(1e-8));
        }
        assertThatThrownBy(() -> PROJECTION.latitudeOf(13_000, 0)).hasMessageContaining("expected at most 12742");
    }
}
