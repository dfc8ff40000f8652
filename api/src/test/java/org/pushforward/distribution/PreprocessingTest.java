package org.pushforward.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.data.DataSource;
import org.pushforward.data.Dataset;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class PreprocessingTest {
    private static final RandomKey KEY = RandomKey.of(4);

    /** Inside (0, 10) along both axes, with different means and standard deviations. */
    private static final HostArray POINTS = points();

    private static HostArray points() {
        float[] values = KEY.uniform(Shape.of(50, 2)).toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 2 == 0 ? 1 + values[i] : 9 * values[i] + 0.5f;
        }
        return HostArray.wrap(Shape.of(50, 2), values);
    }

    static Stream<Preprocessing> maps() {
        return Stream.of(
                Preprocessing.none(),
                Preprocessing.standardize(),
                Preprocessing.robustScale(),
                Preprocessing.log(0.5),
                Preprocessing.logit(0, 10),
                Preprocessing.log(1).then(Preprocessing.standardize()),
                Preprocessing.logit(-1, 11).then(Preprocessing.standardize()).then(Preprocessing.none()));
    }

    @ParameterizedTest
    @MethodSource("maps")
    void theInverseInverts(Preprocessing map) {
        Preprocessing.Fitted fitted = map.fit(POINTS);
        for (int i = 0; i < POINTS.size(); i++) {
            double x = POINTS.get(i);
            assertThat(fitted.inverse(fitted.forward(x, i % 2), i % 2)).isCloseTo(x, within(1e-12));
        }
        HostArray back = fitted.inverse(fitted.forward(POINTS));
        assertThat(back.type()).isEqualTo(POINTS.type());
        for (int i = 0; i < POINTS.size(); i++) {
            assertThat(back.get(i)).isCloseTo(POINTS.get(i), within(1e-5));
        }
    }

    @ParameterizedTest
    @MethodSource("maps")
    void theLogDerivativeIsThatOfFiniteDifferences(Preprocessing map) {
        Preprocessing.Fitted fitted = map.fit(POINTS);
        double h = 1e-6;
        double[] sums = fitted.logAbsDet(POINTS);
        for (int i = 0; i < 50; i++) {
            double sum = 0;
            for (int j = 0; j < 2; j++) {
                double x = POINTS.get(i, j);
                double slope = (fitted.forward(x + h, j) - fitted.forward(x - h, j)) / (2 * h);
                assertThat(fitted.logDerivative(x, j)).isCloseTo(Math.log(Math.abs(slope)), within(1e-6));
                sum += Math.log(Math.abs(slope));
            }
            assertThat(sums[i]).isCloseTo(sum, within(1e-6));
        }
    }

    @Test
    void standardizedColumnsHaveMeanZeroAndDeviationOne() {
        HostArray z = Preprocessing.standardize().fit(POINTS).forward(POINTS);
        for (int j = 0; j < 2; j++) {
            double mean = 0;
            double square = 0;
            for (int i = 0; i < 50; i++) {
                mean += z.get(i, j) / 50;
                square += z.get(i, j) * z.get(i, j) / 50;
            }
            assertThat(mean).isCloseTo(0, within(1e-6));
            assertThat(square).isCloseTo(1, within(1e-6));
        }
    }

    /** Images keep their shape, and each cell has its own moments. */
    @Test
    void rowsMayHaveAnyShape() {
        HostArray images = KEY.normal(Shape.of(20, 1, 2, 3));
        Preprocessing.Fitted fitted = Preprocessing.standardize().fit(images);
        assertThat(fitted.forward(images).shape()).isEqualTo(images.shape());
        assertThat(((Standardization) fitted).mean()).hasSize(6);
        assertThat(fitted.logAbsDet(images)).hasSize(20);
    }

    @Test
    void mapsMatchTheirFormulas() {
        Preprocessing.Fitted log = Preprocessing.log(2).fit(POINTS);
        assertThat(log.forward(3, 0)).isEqualTo(Math.log(5));
        Preprocessing.Fitted logit = Preprocessing.logit(0, 10).fit(POINTS);
        assertThat(logit.forward(5, 0)).isZero();
        assertThat(logit.forward(7.5, 0)).isCloseTo(Math.log(3), within(1e-15));
        assertThat(logit.inverse(1e9, 0)).isEqualTo(10);
    }

    /** The second map is fitted to the results of the first. */
    @Test
    void aComposedMapFitsInOrder() {
        Preprocessing.Fitted both =
                Preprocessing.log(1).then(Preprocessing.standardize()).fit(POINTS);
        HostArray z = both.forward(POINTS);
        double mean = 0;
        for (int i = 0; i < 50; i++) {
            mean += z.get(i, 1) / 50;
        }
        assertThat(mean).isCloseTo(0, within(1e-6));
    }

    @Test
    void aConstantColumnKeepsItsScaleAndWarns() {
        List<String> warnings = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                warnings.add(record.getLevel() + " " + record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(Standardization.class.getName());
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            HostArray x = HostArray.of(Shape.of(3, 2), 1f, 0.1f, 3f, 0.1f, 5f, 0.1f);
            Standardization fitted =
                    (Standardization) Preprocessing.standardize().fit(x);
            assertThat(fitted.scale().get(1)).isEqualTo(1);
            assertThat(fitted.forward(x).get(2, 1)).isCloseTo(0, within(1e-6));
            assertThat(fitted.logDerivative(0.1, 1)).isZero();
            assertThat(fitted.scale().get(0)).isCloseTo(Math.sqrt(8.0 / 3), within(1e-12));
            assertThat(warnings).singleElement().asString().contains("WARNING").contains("coordinate 1 is 0.1");
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
    }

    @Test
    void valuesThatCannotBeTransformedAreNamedByRow() {
        HostArray x = HostArray.of(Shape.of(2, 2), 1f, 2f, 3f, -0.5f);
        assertThatThrownBy(() -> Preprocessing.log(0.5).fit(x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("x = -0.5 in row 1")
                .hasMessageContaining("above -0.5");
        assertThatThrownBy(() -> Preprocessing.logit(0, 3).fit(x)).hasMessageContaining("x = 3.0 in row 1");
        assertThatThrownBy(() -> Preprocessing.logit(3, 3).fit(x)).hasMessageContaining("low < high");
        assertThatThrownBy(() -> new Standardization(List.of(0.0), List.of(0.0)))
                .hasMessageContaining("positive scale");
        HostArray nothing = HostArray.of(Shape.of(0, 2), new float[0]);
        assertThatThrownBy(() -> Preprocessing.standardize().fit(nothing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("f32[0, 2]");
    }

    /** Other columns are unchanged, and a source without recorded rows is fitted to drawn ones. */
    @Test
    void preprocessingAppliesToASource() {
        Rows rows = Rows.of(POINTS).with("label", HostArray.of(Shape.of(50), new long[50]));
        Dataset recorded = new Dataset(rows);
        Preprocessing.Fitted fitted = Preprocessing.standardize().fit(recorded, KEY);
        DataSource applied = fitted.applied(recorded);
        assertThat(((Dataset) applied).rows().x()).isEqualTo(fitted.forward(POINTS));
        assertThat(((Dataset) applied).rows().get("label")).isEqualTo(rows.get("label"));
        DataSource endless = new DataSource() {
            @Override
            public Schema schema() {
                return Schema.of(Shape.of(1));
            }

            @Override
            public Rows draw(RandomKey key, int count) {
                float[] values = key.normal(Shape.of(count, 1)).toFloats();
                for (int i = 0; i < count; i++) {
                    values[i] = 100 + 5 * values[i];
                }
                return Rows.of(HostArray.wrap(Shape.of(count, 1), values));
            }
        };
        Standardization drawn = (Standardization) Preprocessing.standardize().fit(endless, KEY);
        // Five standard errors of 4096 draws.
        assertThat(drawn.mean().get(0)).isCloseTo(100, within(5 * 5 / 64.0));
        assertThat(drawn.scale().get(0)).isCloseTo(5, within(5 * 5 / 90.0));
        assertThat(Math.abs(drawn.applied(endless).draw(KEY, 1).x().get(0))).isLessThan(5);
        assertThat(drawn.applied(endless).schema()).isEqualTo(endless.schema());
    }

    @Test
    void aRobustScaleIsThatOfTheQuartilesWhateverOutliersSay() {
        // Quartiles of 1, 2, 3, 4 and a huge value are 2 and 4, and the median is 3.
        HostArray x = HostArray.of(Shape.of(5, 1), 1f, 2, 1e9f, 3, 4);
        RobustScaling map = (RobustScaling) Preprocessing.robustScale().fit(x);
        assertThat(map.center()).containsExactly(3.0);
        assertThat(map.scale().get(0)).isCloseTo(2 / 1.3489795003921634, within(1e-12));
        assertThat(map.logAbsDet(x)[0]).isCloseTo(-Math.log(2 / 1.3489795003921634), within(1e-12));
    }

    @Test
    void aRobustScaleFallsBackWhereHalfOfTheValuesAreEqual() {
        HostArray x = HostArray.of(Shape.of(5, 2), 0f, 5, 0, 5, 0, 5, 0, 5, 4, 5);
        RobustScaling map = (RobustScaling) Preprocessing.robustScale().fit(x);
        assertThat(map.center()).containsExactly(0.0, 5.0);
        assertThat(map.scale().get(0)).isCloseTo(1.6, within(1e-12));
        assertThat(map.scale().get(1)).isEqualTo(1);
    }

    @Test
    void dequantizedValuesStayOnTheirStepsAndSamplesComeBackWhole() {
        HostArray x = HostArray.of(Shape.of(4, 1), 0f, 1, 2, 3);
        Preprocessing.Fitted map = Preprocessing.dequantize(4).fit(x);
        DataSource seen = map.applied(Dataset.of(x));
        HostArray drawn = seen.draw(KEY, 1000).x();
        HostArray steps = Dataset.of(x).draw(KEY, 1000).x();
        assertThat(map.inverse(drawn)).isEqualTo(steps);
        assertThat(seen.draw(KEY, 1000).x()).isEqualTo(drawn);
        double mean = 0;
        for (int i = 0; i < 1000; i++) {
            mean += (4 * drawn.get(i) - steps.get(i)) / 1000;
        }
        // The mean of 1000 uniform numbers, of standard deviation 0.0091.
        assertThat(mean).isCloseTo(0.5, within(0.04));
        assertThat(map.inverse(-0.3, 0)).isZero();
        assertThat(map.inverse(1.2, 0)).isEqualTo(3);
        // A flat density on (0, 1) is the probability 1/4 of each value.
        assertThat(map.logAbsDet(x)[2]).isEqualTo(-Math.log(4));
    }

    @Test
    void dequantizationKeepsItsNoiseBehindOtherMaps() {
        HostArray x = HostArray.of(Shape.of(2, 1), 0f, 1);
        Preprocessing.Fitted map =
                Preprocessing.dequantize(2).then(Preprocessing.logit(0, 1)).fit(x);
        HostArray drawn = map.applied(Dataset.of(x)).draw(KEY, 100).x();
        assertThat(DoubleStream.of(drawn.toDoubles()).distinct().count()).isGreaterThan(90);
        assertThat(map.inverse(drawn)).isEqualTo(Dataset.of(x).draw(KEY, 100).x());
    }

    @Test
    void dequantizationRefusesWhatIsNoLevel() {
        assertThatThrownBy(() -> Preprocessing.dequantize(4).fit(HostArray.of(Shape.of(2, 1), 1f, 4)))
                .hasMessageContaining("x = 4.0 in row 1");
        assertThatThrownBy(() -> Preprocessing.dequantize(4).fit(HostArray.of(Shape.of(1, 1), 0.5f)))
                .hasMessageContaining("whole numbers from 0 to 3");
    }
}
