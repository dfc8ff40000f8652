package org.pushforward.zoo.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.distribution.Bijector;
import org.pushforward.distribution.ConditionalBijector;
import org.pushforward.distribution.StandardNormal;
import org.pushforward.graph.Tensor;
import org.pushforward.model.DataType;
import org.pushforward.nn.Activation;
import org.pushforward.nn.ContextColumns;
import org.pushforward.nn.MaskedMlp;
import org.pushforward.nn.Scope;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.family.MaskedAutoregressive;
import org.pushforward.zoo.family.NeuralSpline;
import org.pushforward.zoo.family.RealNvp;

/** A flow's inverse, determinant and density in float64 (P12, P13, P15). */
class FlowTest {
    private static final RandomKey KEY = RandomKey.of(3);
    private static final int D = 4;
    private static final int ROWS = 8;
    private static final Schema Y = Schema.of("y", TensorType.f32(3));

    /** The flows under test. */
    enum Kind {
        REAL_NVP(Schema.empty()),
        CONDITIONAL_REAL_NVP(Y),
        MAF(Schema.empty()),
        CONDITIONAL_MAF(Y),
        IAF(Schema.empty()),
        CONDITIONAL_IAF(Y),
        SPLINE(Schema.empty()),
        CONDITIONAL_SPLINE(Y),
        AUTOREGRESSIVE_SPLINE(Schema.empty());

        private final Schema context;

        Kind(Schema context) {
            this.context = context;
        }

        Flow build(int dimension) {
            DataType data = new DataType(Schema.of(Shape.of(dimension)).and(context), 0, 1);
            return switch (this) {
                case REAL_NVP, CONDITIONAL_REAL_NVP -> new RealNvp(6, 12).build(data);
                case MAF, CONDITIONAL_MAF -> new MaskedAutoregressive(3, List.of(12, 10)).build(data);
                case IAF, CONDITIONAL_IAF -> {
                    Flow maf = new MaskedAutoregressive(3, List.of(12, 10)).build(data);
                    ConditionalBijector inverse = ConditionalBijector.inverseOf(maf.map());
                    yield new Flow(maf.event(), inverse, maf.base(), maf.group());
                }
                case SPLINE, CONDITIONAL_SPLINE -> new NeuralSpline(4, 12, 6, 3).build(data);
                case AUTOREGRESSIVE_SPLINE -> autoregressiveSpline(dimension);
            };
        }
    }

    private static Flow autoregressiveSpline(int dimension) {
        RationalQuadraticSpline spline = new RationalQuadraticSpline(6, 3);
        Scope scope = Scope.root();
        ContextColumns none = new ContextColumns(Schema.empty());
        MaskedMlp network = new MaskedMlp(scope, Activation.RELU, dimension, none, spline.parameters(), 12, 12);
        Autoregressive map = new Autoregressive(Schema.empty(), network, spline);
        return Flow.of(Shape.of(dimension), map, new StandardNormal(Shape.of(dimension)), scope);
    }

    /** A flow with random parameters, data and context. */
    private static final class Setting {
        final Flow flow;
        final Oracle oracle = new Oracle();
        final Tensor x;
        final Context context;

        Setting(Kind kind) {
            flow = kind.build(D);
            oracle.with(flow.parameters(), Oracle.randomValues(flow.parameters(), KEY));
            x = Tensor.input("x", TensorType.f32(ROWS, D));
            oracle.with(x, KEY.fold("x").normal(Shape.of(ROWS, D)));
            context = kind.context.isEmpty() ? Context.none() : Context.of("y", oracle.single("y", ROWS, 3));
        }

        Bijector map() {
            return flow.map().given(context);
        }
    }

    @ParameterizedTest
    @EnumSource
    void inverseInverts(Kind kind) {
        Setting on = new Setting(kind);
        Tensor back = on.map().inverse(on.map().forward(on.x).value()).value();
        Tensor forth = on.map().forward(on.map().inverse(on.x).value()).value();
        assertThat(Oracle.relativeError(on.oracle.array(back), on.oracle.value(on.x)))
                .isLessThan(1e-8);
        assertThat(Oracle.relativeError(on.oracle.array(forth), on.oracle.value(on.x)))
                .isLessThan(1e-8);
    }

    @ParameterizedTest
    @EnumSource
    void logDeterminantMatchesTheJacobian(Kind kind) {
        Setting on = new Setting(kind);
        assertLogDeterminant(on, on.map().forward(on.x));
        assertLogDeterminant(on, on.map().inverse(on.x));
    }

    private static void assertLogDeterminant(Setting on, Bijector.Image image) {
        double[][][] jacobians = jacobians(on.oracle, image.value(), on.x);
        double[] actual = on.oracle.evaluate(image.logAbsDet());
        for (int n = 0; n < ROWS; n++) {
            double expected = Math.log(Math.abs(determinant(jacobians[n])));
            assertThat(expected).isNotZero();
            assertThat(actual[n]).isCloseTo(expected, within(1e-8));
        }
    }

    /** Returns the Jacobian for each row. */
    private static double[][][] jacobians(Oracle oracle, Tensor z, Tensor x) {
        int d = z.dim(1);
        List<Tensor> gradients = new ArrayList<>();
        for (int i = 0; i < d; i++) {
            // Rows are independent, so the gradient of a column's sum contains that row of every Jacobian.
            gradients.add(Gradients.of(z.slice(1, i, i + 1).sum(), x));
        }
        List<HostArray> rows = oracle.arrays(gradients);
        double[][][] jacobians = new double[x.dim(0)][d][x.dim(1)];
        for (int n = 0; n < x.dim(0); n++) {
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < x.dim(1); j++) {
                    jacobians[n][i][j] = rows.get(i).get(n, j);
                }
            }
        }
        return jacobians;
    }

    private static double determinant(double[][] matrix) {
        double determinant = 1;
        for (int k = 0; k < matrix.length; k++) {
            int pivot = k;
            for (int i = k; i < matrix.length; i++) {
                pivot = Math.abs(matrix[i][k]) > Math.abs(matrix[pivot][k]) ? i : pivot;
            }
            double[] row = matrix[pivot];
            matrix[pivot] = matrix[k];
            matrix[k] = row;
            determinant *= pivot == k ? row[k] : -row[k];
            for (int i = k + 1; i < matrix.length; i++) {
                double factor = matrix[i][k] / row[k];
                for (int j = k; j < matrix.length; j++) {
                    matrix[i][j] -= factor * row[j];
                }
            }
        }
        return determinant;
    }

    @ParameterizedTest
    @EnumSource
    void densityIsNoiseDensityTimesDeterminant(Kind kind) {
        Setting on = new Setting(kind);
        Bijector.Image image = on.map().forward(on.x);
        List<HostArray> results =
                on.oracle.arrays(List.of(on.flow.given(on.context).logProb(on.x), image.value(), image.logAbsDet()));
        for (int n = 0; n < ROWS; n++) {
            double expected = results.get(2).get(n);
            for (int j = 0; j < D; j++) {
                double z = results.get(1).get(n, j);
                expected += -0.5 * z * z - 0.5 * Math.log(2 * Math.PI);
            }
            // The constant log(2 pi) d / 2 is a float32 number in the graph.
            assertThat(results.get(0).get(n)).isCloseTo(expected, within(1e-6));
        }
    }

    /** P13: integrates over midpoints of a grid that covers all but a millionth of the mass. */
    @ParameterizedTest
    @EnumSource
    void theDensityIntegratesToOne(Kind kind) {
        Flow flow = kind.build(2);
        int side = 120;
        double half = 9;
        double cell = 2 * half / side;
        float[] points = new float[2 * side * side];
        for (int i = 0; i < side * side; i++) {
            points[2 * i] = (float) (-half + cell * (i / side + 0.5));
            points[2 * i + 1] = (float) (-half + cell * (i % side + 0.5));
        }
        Oracle oracle = new Oracle().with(flow.parameters(), Oracle.randomValues(flow.parameters(), KEY));
        Tensor x = Tensor.input("x", TensorType.f32(side * side, 2));
        oracle.with(x, HostArray.wrap(x.shape(), points));
        Context context = kind.context.isEmpty()
                ? Context.none()
                : Context.of("y", oracle.single("y", 1, 3).broadcastTo(Shape.of(side * side, 3)));
        double mass = 0;
        for (double logDensity : oracle.evaluate(flow.given(context).logProb(x))) {
            mass += Math.exp(logDensity) * cell * cell;
        }
        assertThat(mass).isCloseTo(1, within(0.01));
    }

    /** P15: the image of a coordinate depends only on this coordinate, the earlier ones and the context. */
    @Test
    void anAutoregressiveJacobianIsTriangular() {
        Scope scope = Scope.root();
        MaskedMlp network = new MaskedMlp(scope, Activation.SILU, D, new ContextColumns(Y), 2, 16, 16);
        Oracle oracle = new Oracle().with(scope.parameters(), Oracle.randomValues(scope.parameters(), KEY));
        Tensor x = oracle.single("x", ROWS, D);
        Tensor y = oracle.single("y", ROWS, 3);
        Bijector map = new Autoregressive(Y, network, new AffineMap()).given(Context.of("y", y));
        for (Tensor image : List.of(map.forward(x).value(), map.inverse(x).value())) {
            double[][][] jacobians = jacobians(oracle, image, x);
            double[][][] inContext = jacobians(oracle, image, y);
            for (int n = 0; n < ROWS; n++) {
                for (int i = 0; i < D; i++) {
                    for (int j = 0; j < D; j++) {
                        if (j > i) {
                            assertThat(jacobians[n][i][j]).isZero();
                        } else {
                            assertThat(jacobians[n][i][j]).isNotZero();
                        }
                    }
                    assertThat(inContext[n][i]).doesNotContain(0.0);
                }
            }
        }
    }

    /** A hidden layer narrower than the data must not forget the coordinates near the end. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void lastCoordinateDependsOnAllEvenWithNarrowNetworks(int width) {
        int dimension = 9;
        Scope scope = Scope.root();
        MaskedMlp network =
                new MaskedMlp(scope, Activation.SILU, dimension, new ContextColumns(Schema.empty()), 2, width, width);
        Oracle oracle = new Oracle().with(scope.parameters(), Oracle.randomValues(scope.parameters(), KEY));
        Tensor x = oracle.single("x", ROWS, dimension);
        Bijector map = new Autoregressive(Schema.empty(), network, new AffineMap()).given(Context.none());
        for (double[][] jacobian : jacobians(oracle, map.forward(x).value(), x)) {
            assertThat(jacobian[dimension - 1]).doesNotContain(0.0);
        }
    }

    /**
     * z_i = x_i + c (x_1 + ... + x_(i - 1)) has an exact inverse, but the estimates of coordinates that are not solved yet grow like c^i
     * to infinity, and 0 times infinity is NaN.
     */
    @Test
    void autoregressiveInverseIgnoresUnsolvedCoordinates() {
        int dimension = 140;
        float steep = 1 << 20;
        Scope scope = Scope.root();
        MaskedMlp network =
                new MaskedMlp(scope, Activation.SILU, dimension, new ContextColumns(Schema.empty()), 2, new int[0]);
        // The first half of the outputs is the logarithm of a scale, and the second a shift.
        float[] weights = new float[dimension * 2 * dimension];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i % (2 * dimension) < dimension ? 0 : steep;
        }
        Oracle oracle = new Oracle()
                .with(scope.parameters().get(0).tensor(), HostArray.of(Shape.of(dimension, 2 * dimension), weights))
                .with(scope.parameters().get(1).tensor(), HostArray.zeros(TensorType.f32(2 * dimension)));
        double[] whole = new double[dimension];
        Arrays.setAll(whole, i -> i % 3 - 1);
        Tensor x = Tensor.input("x", TensorType.f32(1, dimension));
        oracle.with(x, HostArray.of(x.shape(), whole));
        Bijector map = new Autoregressive(Schema.empty(), network, new AffineMap()).given(Context.none());
        assertThat(oracle.evaluate(map.inverse(map.forward(x).value()).value())).containsExactly(whole);
    }

    /** P15: the conditioning part stays unchanged, and the other part is scaled elementwise. */
    @Test
    void aCouplingJacobianHasItsZeros() {
        for (boolean firstConditions : new boolean[] {true, false}) {
            Scope scope = Scope.root();
            int from = firstConditions ? 1 : 3;
            Coupling coupling = new Coupling(
                    Y,
                    D,
                    1,
                    firstConditions,
                    Conditioners.mlp(scope, from, new ContextColumns(Y), 2 * (D - from), 8),
                    new AffineMap());
            Oracle oracle = new Oracle().with(scope.parameters(), Oracle.randomValues(scope.parameters(), KEY));
            Tensor x = oracle.single("x", ROWS, D);
            Bijector map = coupling.given(Context.of("y", oracle.single("y", ROWS, 3)));
            for (double[][] jacobian : jacobians(oracle, map.forward(x).value(), x)) {
                for (int i = 0; i < D; i++) {
                    for (int j = 0; j < D; j++) {
                        boolean conditions = firstConditions ? i < 1 : i >= 1;
                        boolean sees = firstConditions ? j < 1 : j >= 1;
                        if (i == j) {
                            assertThat(jacobian[i][j] == 1).isEqualTo(conditions);
                        } else if (conditions || !sees) {
                            assertThat(jacobian[i][j]).isZero();
                        } else {
                            assertThat(jacobian[i][j]).isNotZero();
                        }
                    }
                }
            }
        }
    }

    /** A flow is initially a permutation of the coordinates for every context. */
    @ParameterizedTest
    @EnumSource(names = {"REAL_NVP", "CONDITIONAL_REAL_NVP", "SPLINE", "CONDITIONAL_SPLINE"})
    void anUntrainedFlowOfCouplingsIsAPermutation(Kind kind) {
        Setting on = new Setting(kind);
        Oracle initial = new Oracle()
                .with(
                        on.flow.parameters(),
                        org.pushforward.nn.ParameterValues.initial(on.flow.parameters(), RandomKey.of(1)))
                .with(on.x, on.oracle.value(on.x));
        on.context.values().values().forEach(value -> initial.with(value, on.oracle.value(value)));
        HostArray z = initial.array(on.map().forward(on.x).value());
        for (int n = 0; n < ROWS; n++) {
            int row = n;
            double[] expected = Stream.iterate(0, j -> j + 1)
                    .limit(D)
                    .mapToDouble(j -> on.oracle.value(on.x).get(row, j))
                    .sorted()
                    .toArray();
            double[] actual = z.rows(n, n + 1).toDoubles();
            Arrays.sort(actual);
            // The ends of the bins of splines are rounded.
            assertThat(actual).containsExactly(expected, within(1e-14));
        }
    }

    /** A part of width 1 must not broadcast to a part of width 2. */
    @ParameterizedTest
    @EnumSource
    void rowsOfAnotherWidthAreRefused(Kind kind) {
        Setting on = new Setting(kind);
        for (int width : new int[] {1, 2, 3, 5, 8}) {
            Tensor other = Tensor.input("other", TensorType.f32(ROWS, width));
            assertThatThrownBy(() -> on.flow.given(on.context).logProb(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("f32[8, " + width + "]")
                    .hasMessageContaining("rows of shape [4]");
            assertThatThrownBy(() -> on.flow.encode(other, on.context)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> on.map().inverse(other)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void contextsOfAnotherShapeAreRefused() {
        Setting on = new Setting(Kind.CONDITIONAL_MAF);
        for (Shape shape :
                List.of(Shape.of(ROWS, 2), Shape.of(2 * ROWS, 3), Shape.of(3 * ROWS), Shape.of(3 * ROWS, 1))) {
            Context other = Context.of("y", Tensor.input("y", TensorType.f32(shape.dims())));
            assertThatThrownBy(() -> on.flow.given(other).logProb(on.x))
                    .as("%s", shape)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'y'")
                    .hasMessageContaining(shape.toString());
        }
        assertThatThrownBy(() -> on.flow.given(Context.none()).logProb(on.x)).hasMessageContaining("'y'");
    }

    @Test
    void aPermutationPreservesValues() {
        Permutation turned = new Permutation(new int[] {2, 0, 1});
        Oracle oracle = new Oracle();
        Tensor x = Tensor.input("x", TensorType.f32(1, 3));
        oracle.with(x, HostArray.of(Shape.of(1, 3), Float.NaN, 1.1f, -3e38f));
        assertThat(oracle.evaluate(turned.forward(x).value())).containsExactly(-3e38f, Double.NaN, 1.1f);
        assertThat(oracle.evaluate(turned.inverse(turned.forward(x).value()).value()))
                .containsExactly(oracle.value(x).toDoubles());
        assertThatThrownBy(() -> new Permutation(new int[] {0, 2, 2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[0, 2, 2]");
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        DataType line = DataType.standard(Shape.of(1));
        assertThatThrownBy(() -> new RealNvp(2, 8).build(line)).hasMessageContaining("2 elements or more");
        assertThatThrownBy(() -> new RealNvp(1, 8)).hasMessageContaining("couplings = 1");
        assertThatThrownBy(() -> new NeuralSpline().build(line)).hasMessageContaining("2 elements or more");
        assertThatThrownBy(() -> new NeuralSpline(1, 8, 8, 5)).hasMessageContaining("couplings = 1");
        assertThatThrownBy(() -> new NeuralSpline(2, 8, 1, 5)).hasMessageContaining("bins = 1");
        assertThatThrownBy(() -> new NeuralSpline(2, 8, 8, 0)).hasMessageContaining("bound = 0");
        assertThatThrownBy(() -> new MaskedAutoregressive(0, List.of(8))).hasMessageContaining("layers = 0");
        assertThatThrownBy(() -> new Coupling(Schema.empty(), 2, 2, true, (x, context) -> x, new AffineMap()))
                .hasMessageContaining("splits after 2");
        assertThat(new StandardNormal(Shape.of(2)).event()).isEqualTo(Shape.of(2));
    }
}
