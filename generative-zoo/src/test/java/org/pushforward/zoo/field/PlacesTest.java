package org.pushforward.zoo.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.tensor.Shape;

class PlacesTest {
    private final Places three = Places.of(new double[] {1, -4, 2}, new double[] {3, 5, -7})
            .with("elevation", 10, 20, 30)
            .with("slope", 1, 2, 3);

    private static double[][] coordinates(Places places) {
        double[][] all = new double[places.count()][];
        for (int i = 0; i < all.length; i++) {
            all[i] = new double[] {places.x(i), places.y(i)};
        }
        return all;
    }

    @Test
    void placesKeepTheirCovariates() {
        Places some = three.select(2, 0);
        assertThat(coordinates(some)).isDeepEqualTo(new double[][] {{2, -7}, {1, 3}});
        assertThat(some.covariate("elevation", 0)).isEqualTo(30);
        assertThat(some.covariate("slope", 1)).isEqualTo(1);
        assertThatThrownBy(() -> some.covariate("depth", 0))
                .hasMessageContaining("covariate 'depth' of places: there are [elevation, slope]");
    }

    @Test
    void placesFollowEachOther() {
        Places both = three.followedBy(Places.of(new double[] {8}, new double[] {9}));
        assertThat(coordinates(both)).isDeepEqualTo(new double[][] {{1, 3}, {-4, 5}, {2, -7}, {8, 9}});
    }

    @Test
    void extentIsThatOfTheOutermostPlaces() {
        assertThat(three.width()).isEqualTo(6);
        assertThat(three.height()).isEqualTo(12);
        assertThat(Places.of(new double[0], new double[0]).width()).isZero();
    }

    @Test
    void placesDoNotChangeWithTheirArrays() {
        double[] x = {1};
        double[] y = {2};
        double[] covariate = {3};
        Places place = Places.of(x, y).with("v", covariate);
        x[0] = y[0] = covariate[0] = 9;
        assertThat(coordinates(place)).isDeepEqualTo(new double[][] {{1, 2}});
        assertThat(place.covariate("v", 0)).isEqualTo(3);
    }

    @Test
    void invalidPlacesAreRefused() {
        assertThatThrownBy(() -> Places.of(new double[1], new double[2])).hasMessageContaining("1 x and 2 y of places");
        assertThatThrownBy(() -> Places.of(new double[] {0, Double.NaN}, new double[2]))
                .hasMessageContaining("x of place 1 = NaN");
        assertThatThrownBy(() -> Places.of(new double[1], new double[] {Double.POSITIVE_INFINITY}))
                .hasMessageContaining("y of place 0 = Infinity");
        assertThatThrownBy(() -> three.with("depth", 1, 2)).hasMessageContaining("covariate 'depth' has 2 values");
        assertThatThrownBy(() -> three.with("depth", 1, 2, Double.NaN))
                .hasMessageContaining("covariate 'depth' of place 2 = NaN");
    }

    @Test
    void cellsOfAGridAreListedRowByRow() {
        Grid grid = new Grid(3, 2, 10, 7, 0.5, -2);
        double[][] all = {{10, 7}, {10.5, 7}, {10, 5}, {10.5, 5}, {10, 3}, {10.5, 3}};
        assertThat(coordinates(grid.places())).isDeepEqualTo(all);
        assertThat(coordinates(grid.rows(1, 3))).isDeepEqualTo(new double[][] {all[2], all[3], all[4], all[5]});
        assertThat(grid.cells()).isEqualTo(6);
        assertThat(grid.shape()).isEqualTo(Shape.of(3, 2));
        assertThat(Grid.of(3, 2)).isEqualTo(new Grid(3, 2, 0, 0, 1, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "0,1,0,0,1,1",
        "1,0,0,0,1,1",
        "65536,32768,0,0,1,1",
        "1,1,NaN,0,1,1",
        "1,1,0,NaN,1,1",
        "1,1,0,0,NaN,1",
        "1,1,0,0,1,Infinity",
        "1,1,0,0,0,1",
        "1,1,0,0,1,0"
    })
    void invalidGridsAreRefused(int rows, int columns, double x0, double y0, double dx, double dy) {
        assertThatThrownBy(() -> new Grid(rows, columns, x0, y0, dx, dy))
                .hasMessageContaining("grid of " + rows + " x " + columns + " cells");
        assertThatCode(() -> Grid.of(Integer.MAX_VALUE, 1)).doesNotThrowAnyException();
        assertThatCode(() -> Grid.of(1, 2)).doesNotThrowAnyException();
    }

    /** The form is 1 at the ends of both axes, of lengths 6 and 3; the major one points 30 degrees east of north. */
    @Test
    void rangeIsAnEllipseWhoseAngleIsClockwiseFromNorth() {
        Ellipse ellipse = new Ellipse(6, 0.5, 30);
        double sin = 0.5;
        double cos = Math.sqrt(0.75);
        assertThat(ellipse.inverse().at(6 * sin, 6 * cos)).isCloseTo(1, within(1e-14));
        assertThat(ellipse.inverse().at(-3 * cos, 3 * sin)).isCloseTo(1, within(1e-14));
        assertThat(Ellipse.circle(4).inverse().at(0, 8)).isEqualTo(4);
        double[] squares = new double[3];
        three.squares(2, -1, ellipse.inverse(), squares);
        for (int i = 0; i < 3; i++) {
            assertThat(squares[i]).isCloseTo(ellipse.inverse().at(three.x(i) - 2, three.y(i) + 1), within(1e-14));
        }
    }

    /** North is 0 degrees and east is 90, so the major axis takes dy and dx there. The minor axis may point either way. */
    @Test
    void scalingDividesAnOffsetByTheRangesAlongTheAxes() {
        assertThat(new Ellipse(6, 0.5, 0).scaling())
                .containsExactly(new double[] {0, 1.0 / 6, 1.0 / 3, 0}, within(1e-16));
        assertThat(new Ellipse(6, 0.5, 90).scaling())
                .containsExactly(new double[] {1.0 / 6, 0, 0, -1.0 / 3}, within(1e-16));
        for (double angle : new double[] {-70, 0, 30, 45, 90, 200}) {
            Ellipse ellipse = new Ellipse(6, 0.3, angle);
            double[] s = ellipse.scaling();
            double along = s[0] * 2 - s[1] * 5;
            double across = s[2] * 2 - s[3] * 5;
            // The sum is below 10.
            assertThat(along * along + across * across)
                    .isCloseTo(ellipse.inverse().at(2, -5), within(1e-13));
            double sin = Math.sin(Math.toRadians(angle));
            double cos = Math.cos(Math.toRadians(angle));
            assertThat(s[0] * sin + s[1] * cos).isCloseTo(1.0 / 6, within(1e-15));
            assertThat(s[2] * sin + s[3] * cos).isCloseTo(0, within(1e-15));
        }
    }

    /** The terms are 1e18 times their sum, which is 1 at most. */
    @Test
    void squaresOfANarrowEllipseAreNotNegative() {
        int negative = 0;
        for (double angle = 1; angle < 90; angle++) {
            Ellipse.Quadratic form = new Ellipse(1, 1e-9, angle).inverse();
            Ellipse.Quadratic square = new Ellipse(1, 1e-9, angle).square();
            double dx = Math.sin(Math.toRadians(angle));
            double dy = Math.cos(Math.toRadians(angle));
            double[] into = new double[1];
            Places.of(new double[] {dx}, new double[] {dy}).squares(0, 0, form, into);
            assertThat(into[0]).isNotNegative();
            assertThat(form.at(dx, dy)).isNotNegative();
            assertThat(square.at(dy, -dx)).isNotNegative();
            boolean cancels = form.xx() * dx * dx + 2 * form.xy() * dx * dy + form.yy() * dy * dy < 0;
            negative += cancels ? 1 : 0;
        }
        assertThat(negative).isPositive();
    }

    @Test
    void squareOfAnEllipseIsTheInverseMatrix() {
        Ellipse.Quadratic square = new Ellipse(6, 0.5, 30).square();
        assertThat(square.determinant()).isCloseTo(36 * 9, within(1e-10));
        assertThat(square.inverseAt(2, -5))
                .isCloseTo(new Ellipse(6, 0.5, 30).inverse().at(2, -5), within(1e-14));
        Ellipse.Quadratic mean = square.mean(new Ellipse.Quadratic(1, 2, 3));
        assertThat(mean.at(2, -5)).isCloseTo((square.at(2, -5) + 4 - 40 + 75) / 2, within(1e-11));
    }

    @ParameterizedTest
    @CsvSource({"0,1,0", "Infinity,1,0", "1,0,0", "1,1.01,0", "1,1,NaN"})
    void invalidEllipsesAreRefused(double major, double ratio, double angle) {
        assertThatThrownBy(() -> new Ellipse(major, ratio, angle)).hasMessageContaining("ellipse of ranges");
    }
}
