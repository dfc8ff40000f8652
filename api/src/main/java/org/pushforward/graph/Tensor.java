package org.pushforward.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.pushforward.Stability;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * A value that a program will compute: an immutable node of a directed acyclic graph.
 *
 * <p>Methods make new nodes and compute nothing, but types and shapes are checked immediately. Operands broadcast by
 * NumPy's rule, and their element types must agree. Only Java numbers are converted implicitly, to the type of the
 * tensor; an integer tensor accepts only whole numbers, so nothing is truncated silently. A negative axis counts from
 * the last.
 *
 * <p>Every method throws {@link TraceException} if the operands do not fit. Nodes are compared by identity and are safe
 * to share between threads.
 */
@Stability(Stability.Level.STABLE)
public final class Tensor {
    private final Primitive primitive;
    private final List<Tensor> operands;
    private final TensorType type;

    private Tensor(Primitive primitive, List<Tensor> operands, TensorType type) {
        this.primitive = primitive;
        this.operands = operands;
        this.type = type;
    }

    /**
     * Returns the result of a primitive. The other methods of this class are convenient forms of this one.
     *
     * @throws TraceException if the operands do not fit
     */
    public static Tensor of(Primitive primitive, List<Tensor> operands) {
        Tracing.check();
        List<TensorType> types = operands.stream().map(Tensor::type).toList();
        try {
            return new Tensor(primitive, List.copyOf(operands), primitive.infer(types));
        } catch (TraceException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new TraceException(primitive.text(), types, e.getMessage());
        }
    }

    private Tensor then(Primitive next) {
        return of(next, List.of(this));
    }

    /** Returns the operation that computes this tensor. */
    public Primitive primitive() {
        return primitive;
    }

    /** Returns the nodes that this tensor is computed from. */
    public List<Tensor> operands() {
        return operands;
    }

    /** Returns the element type and shape. */
    public TensorType type() {
        return type;
    }

    /** Returns the shape. */
    public Shape shape() {
        return type.shape();
    }

    /** Returns the element type. */
    public DType dtype() {
        return type.dtype();
    }

    /** Returns the length of an axis. */
    public int dim(int axis) {
        return shape().dim(axisOf(axis));
    }

    /** Returns an input: a value that is passed when the program runs. */
    public static Tensor input(String name, TensorType type) {
        return of(new Source.Input(name, type), List.of());
    }

    /** Returns a constant. */
    public static Tensor constant(HostArray value) {
        return of(new Source.Constant(value), List.of());
    }

    /** Returns a constant of rank 0. For an integer type, the value must be a whole number in its range. */
    public static Tensor scalar(DType dtype, double value) {
        try {
            Operands.holds(dtype, value);
        } catch (IllegalArgumentException e) {
            throw new TraceException("scalar " + value, List.of(), e.getMessage());
        }
        return constant(HostArray.scalar(dtype, value));
    }

    /** Returns a tensor filled with one number. */
    public static Tensor full(TensorType type, double value) {
        return scalar(type.dtype(), value).broadcastTo(type.shape());
    }

    /** Returns the positions along an axis: 0, 1, 2, ... */
    public static Tensor iota(TensorType type, int axis) {
        return of(new Source.Iota(type, type.shape().axis(axis)), List.of());
    }

    /** Returns zeros of this type and shape. */
    public Tensor zerosLike() {
        return full(type, 0);
    }

    /** Returns a number as a scalar of this element type. */
    private Tensor like(double value) {
        try {
            Operands.holds(dtype(), value);
        } catch (IllegalArgumentException e) {
            throw new TraceException("operation with " + value, List.of(type), e.getMessage());
        }
        return full(type, value);
    }

    /** Returns x + y. */
    public Tensor add(Tensor other) {
        return pair(new Binary.Add(), other);
    }

    /** Returns x + y. */
    public Tensor add(double other) {
        return add(like(other));
    }

    /** Returns x - y. */
    public Tensor sub(Tensor other) {
        return pair(new Binary.Sub(), other);
    }

    /** Returns x - y. */
    public Tensor sub(double other) {
        return sub(like(other));
    }

    /** Returns x y. */
    public Tensor mul(Tensor other) {
        return pair(new Binary.Mul(), other);
    }

    /** Returns x y. */
    public Tensor mul(double other) {
        return mul(like(other));
    }

    /** Returns x / y, of floating-point numbers. */
    public Tensor div(Tensor other) {
        return pair(new Binary.Div(), other);
    }

    /** Returns x / y, of floating-point numbers. */
    public Tensor div(double other) {
        return div(like(other));
    }

    /** Returns 1 / x. */
    public Tensor reciprocal() {
        return like(1).div(this);
    }

    /**
     * Returns x to the power y, for floating-point numbers. The derivative with respect to y is NaN where x is
     * negative, because powers of negative numbers are real only for whole exponents. The derivatives of x^0 with
     * respect to x are 0 everywhere.
     */
    public Tensor pow(Tensor other) {
        return pair(new Binary.Pow(), other);
    }

    /** Returns x to the power y, for floating-point numbers. */
    public Tensor pow(double other) {
        return pow(like(other));
    }

    /** Returns the larger of x and y. */
    public Tensor max(Tensor other) {
        return pair(new Binary.Max(), other);
    }

    /** Returns the larger of x and y. */
    public Tensor max(double other) {
        return max(like(other));
    }

    /** Returns the smaller of x and y. */
    public Tensor min(Tensor other) {
        return pair(new Binary.Min(), other);
    }

    /** Returns the smaller of x and y. */
    public Tensor min(double other) {
        return min(like(other));
    }

    /** Returns -x. */
    public Tensor neg() {
        return then(new Unary.Neg());
    }

    /** Returns |x|; the derivative at 0 is 0. */
    public Tensor abs() {
        return then(new Unary.Abs());
    }

    /** Returns the sign of x: -1, 0 or 1, and NaN for NaN. */
    public Tensor sign() {
        return then(new Unary.Sign());
    }

    /** Returns e^x. */
    public Tensor exp() {
        return then(new Unary.Exp());
    }

    /** Returns e^x - 1, accurate near 0. */
    public Tensor expm1() {
        return then(new Unary.Expm1());
    }

    /** Returns the natural logarithm. */
    public Tensor log() {
        return then(new Unary.Log());
    }

    /** Returns log(1 + x), accurate near 0. */
    public Tensor log1p() {
        return then(new Unary.Log1p());
    }

    /** Returns the square root. */
    public Tensor sqrt() {
        return then(new Unary.Sqrt());
    }

    /** Returns x^2. */
    public Tensor square() {
        return mul(this);
    }

    /** Returns the sine. */
    public Tensor sin() {
        return then(new Unary.Sin());
    }

    /** Returns the cosine. */
    public Tensor cos() {
        return then(new Unary.Cos());
    }

    /** Returns the hyperbolic tangent. */
    public Tensor tanh() {
        return then(new Unary.Tanh());
    }

    /**
     * Returns 1 / (1 + e^-x). The value and its derivatives are finite for every x, and small values are accurate. For
     * log sigmoid(x), use {@code x.neg().softplus().neg()}.
     */
    public Tensor sigmoid() {
        return then(new Smooth.Sigmoid());
    }

    /** Returns log(1 + e^x), computed as max(x, 0) + log(1 + e^-|x|). */
    public Tensor softplus() {
        return then(new Smooth.Softplus());
    }

    /** Returns the error function, 2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x. */
    public Tensor errorFunction() {
        return then(new Unary.ErrorFunction());
    }

    /** Returns the largest integer not greater than x; the derivative is 0. */
    public Tensor floor() {
        return then(new Unary.Floor());
    }

    /** Returns the smallest integer not less than x; the derivative is 0. */
    public Tensor ceil() {
        return then(new Unary.Ceil());
    }

    /** Returns the nearest integer, rounding ties to even; the derivative is 0. */
    public Tensor round() {
        return then(new Unary.Round());
    }

    /** Returns x - y floor(x / y), for floating-point numbers: the remainder with the sign of y. */
    public Tensor remainder(Tensor other) {
        return pair(new Binary.Remainder(), other);
    }

    /** Returns floor(x / divisor), for integers and a divisor of 1 or more. */
    public Tensor floorDiv(int divisor) {
        return then(new Unary.FloorDiv(divisor));
    }

    /**
     * Returns x - divisor floor(x / divisor), for integers and a divisor of 1 or more: from 0 to the divisor exclusive.
     */
    public Tensor floorMod(int divisor) {
        return then(new Unary.FloorMod(divisor));
    }

    /** Returns whether x = y. */
    public Tensor equalTo(Tensor other) {
        return pair(new Comparison.Equal(), other);
    }

    /** Returns whether x differs from y. */
    public Tensor notEqualTo(Tensor other) {
        return pair(new Comparison.NotEqual(), other);
    }

    /** Returns whether x &lt; y. */
    public Tensor less(Tensor other) {
        return pair(new Comparison.Less(), other);
    }

    /** Returns whether x &lt; y. */
    public Tensor less(double other) {
        return less(like(other));
    }

    /** Returns whether x &lt;= y. */
    public Tensor lessEqual(Tensor other) {
        return pair(new Comparison.LessEqual(), other);
    }

    /** Returns whether x &gt; y. */
    public Tensor greater(Tensor other) {
        return pair(new Comparison.Greater(), other);
    }

    /** Returns whether x &gt; y. */
    public Tensor greater(double other) {
        return greater(like(other));
    }

    /** Returns whether x &gt;= y. */
    public Tensor greaterEqual(Tensor other) {
        return pair(new Comparison.GreaterEqual(), other);
    }

    /** Returns whether both are true. */
    public Tensor and(Tensor other) {
        return pair(new Logical.And(), other);
    }

    /** Returns whether at least one is true. */
    public Tensor or(Tensor other) {
        return pair(new Logical.Or(), other);
    }

    /** Returns whether this is false. */
    public Tensor not() {
        return then(new Logical.Not());
    }

    /**
     * Returns the first operand where this boolean is true, and the second elsewhere. Both operands are computed everywhere. If the
     * operand that is not chosen has an infinite or NaN derivative, as in {@code x.greater(0).where(x.sqrt(), zero)} at 0 and below,
     * the derivative of the result is NaN. Use {@link #applyWhere} there.
     */
    public Tensor where(Tensor then, Tensor otherwise) {
        List<Tensor> all = broadcast("select", List.of(this, then, otherwise));
        return of(new Elementwise.Select(), all);
    }

    /**
     * Returns a function of x where this boolean is true, and a constant elsewhere. The function is applied to a harmless number where
     * this is false, so the derivative there is 0: {@code x.greater(0).applyWhere(x, 1, Tensor::sqrt, 0)}.
     *
     * @param harmless a number at which the function and its derivatives are finite
     */
    public Tensor applyWhere(Tensor x, double harmless, UnaryOperator<Tensor> function, double otherwise) {
        Tensor value = function.apply(where(x, x.like(harmless)));
        return where(value, value.like(otherwise));
    }

    /** Returns the same numbers in another element type. */
    public Tensor cast(DType dtype) {
        return dtype == dtype() ? this : then(new Elementwise.Cast(dtype));
    }

    /** Returns this value with a derivative of zero. */
    public Tensor stopGradient() {
        return then(new Elementwise.StopGradient());
    }

    /**
     * Returns this value, computed after another tensor and not merged with an equal value computed earlier
     * ({@link Elementwise.Barrier}).
     */
    public Tensor after(Tensor other) {
        return of(new Elementwise.Barrier(), List.of(this, other));
    }

    /** Returns the same elements in another shape. One length may be -1; it is then inferred. */
    public Tensor reshape(int... dims) {
        long unknown = Arrays.stream(dims).filter(d -> d == -1).count();
        int known = Arrays.stream(dims).filter(d -> d != -1).reduce(1, (a, b) -> a * b);
        if (unknown > 1 || unknown == 1 && (known == 0 || shape().size() % known != 0)) {
            throw new TraceException(
                    "reshape" + Arrays.toString(dims),
                    List.of(type),
                    "expected at most one -1, and lengths whose product divides the number of elements");
        }
        int[] filled = Arrays.stream(dims)
                .map(d -> d == -1 ? shape().size() / known : d)
                .toArray();
        return reshape(Shape.of(filled));
    }

    /** Returns the same elements in another shape. */
    public Tensor reshape(Shape target) {
        return target.equals(shape()) ? this : then(new Movement.Reshape(target));
    }

    /**
     * Returns this tensor with its axes permuted: axis i of the result is axis {@code permutation[i]} of this tensor.
     */
    public Tensor transpose(int... permutation) {
        return then(new Movement.Transpose(boxed(permutation)));
    }

    /** Returns this tensor with its last two axes swapped. */
    public Tensor transpose() {
        List<Integer> permutation =
                new ArrayList<>(IntStream.range(0, shape().rank()).boxed().toList());
        if (permutation.size() < 2) {
            throw new TraceException("transpose", List.of(type), "expected rank 2 or more");
        }
        Collections.swap(permutation, permutation.size() - 1, permutation.size() - 2);
        return then(new Movement.Transpose(permutation));
    }

    /** Returns this tensor repeated to another shape by NumPy's broadcasting rule. */
    public Tensor broadcastTo(Shape target) {
        return target.equals(shape()) ? this : then(new Movement.Broadcast(target));
    }

    /** Returns the positions along an axis from one (inclusive) to another (exclusive). */
    public Tensor slice(int axis, int from, int to) {
        int normal = axisOf(axis);
        List<Integer> start = filled(0);
        List<Integer> limit = new ArrayList<>(boxed(shape().dims()));
        start.set(normal, from);
        limit.set(normal, to);
        return from == 0 && to == shape().dim(normal) ? this : then(new Movement.Slice(start, limit, filled(1)));
    }

    /**
     * Returns this tensor padded with a constant along an axis, by {@code low} positions before and {@code high} after.
     */
    public Tensor pad(int axis, int low, int high, double value) {
        int normal = axisOf(axis);
        List<Integer> lows = filled(0);
        List<Integer> highs = filled(0);
        lows.set(normal, low);
        highs.set(normal, high);
        return then(new Movement.Pad(lows, highs, filled(0), value));
    }

    /** Returns the concatenation of the tensors along an axis. */
    public static Tensor concat(int axis, List<Tensor> parts) {
        if (parts.isEmpty()) {
            throw new TraceException("concat", List.of(), "expected at least one operand");
        }
        return parts.size() == 1
                ? parts.get(0)
                : of(new Movement.Concat(parts.get(0).axisOf(axis)), parts);
    }

    /** Returns the concatenation of this tensor and another along an axis. */
    public Tensor concat(int axis, Tensor other) {
        return concat(axis, List.of(this, other));
    }

    /** Returns the elements in reverse order along an axis. */
    public Tensor reverse(int axis) {
        return then(new Movement.Reverse(List.of(axisOf(axis))));
    }

    /** Returns this tensor with a new axis of length 1 before the given one; -1 appends it. */
    public Tensor expandDims(int axis) {
        List<Integer> dims = new ArrayList<>(boxed(shape().dims()));
        int normal = axis < 0 ? axis + dims.size() + 1 : axis;
        if (normal < 0 || normal > dims.size()) {
            throw new TraceException(
                    "expandDims(" + axis + ")", List.of(type), "expected an axis from 0 to " + dims.size());
        }
        dims.add(normal, 1);
        return reshape(Shape.of(dims));
    }

    /** Returns the sum over the given axes, or over all axes if none is given. The axes are removed. */
    public Tensor sum(int... axes) {
        return then(new Reduction.ReduceSum(axesOf(axes)));
    }

    /**
     * Returns the mean of floating-point numbers over the given axes, or over all axes if none is given. The axes are
     * removed.
     */
    public Tensor mean(int... axes) {
        int count = axesOf(axes).stream().mapToInt(shape()::dim).reduce(1, (a, b) -> a * b);
        if (!dtype().isFloating()) {
            throw new TraceException(
                    "mean",
                    List.of(type),
                    "expected floating-point numbers: cast(F64) first, or round down with sum() and floorDiv(" + count
                            + ")");
        }
        return sum(axes).div(count);
    }

    /**
     * Returns the cumulative sum along an axis.
     *
     * @param axis the axis
     * @param exclusive whether each sum leaves out the element at its own position
     * @param reverse whether to sum from the last position to the first
     */
    public Tensor cumulativeSum(int axis, boolean exclusive, boolean reverse) {
        return then(new Scan.CumulativeSum(axisOf(axis), exclusive, reverse));
    }

    /** Returns the largest element over the given axes, or over all axes if none is given. The axes are removed. */
    public Tensor maxOver(int... axes) {
        return then(new Reduction.ReduceMax(axesOf(axes)));
    }

    /** Returns the matrix product over the last two axes, batched over equal leading axes. */
    public Tensor matmul(Tensor other) {
        return of(new Contraction.Matmul(false, false), List.of(this, other));
    }

    /**
     * Returns the cross-correlation of these images, [n, channels, height, width], with kernels, [outputs, channels /
     * groups, rows, columns].
     */
    public Tensor conv2d(Tensor kernels, ConvolutionGeometry geometry) {
        return of(new Contraction.Conv2d(geometry), List.of(this, kernels));
    }

    /** Returns the positions that would sort an axis in ascending order, as int64. The sort is stable. */
    public Tensor argSort(int axis) {
        return then(new Indexing.ArgSort(axisOf(axis)));
    }

    /** Returns the elements at the given positions (int64) along an axis. Positions outside the axis are clamped. */
    public Tensor takeAlong(int axis, Tensor positions) {
        return of(new Indexing.TakeAlong(axisOf(axis)), List.of(this, positions));
    }

    /**
     * Returns the slices at the given positions (int64, rank 1) along an axis. Positions outside the axis are clamped.
     */
    public Tensor gather(int axis, Tensor positions) {
        return of(new Indexing.Gather(axisOf(axis)), List.of(this, positions));
    }

    /**
     * Returns the position (int64) of the largest element along an axis; the first one at a tie. The axis is removed.
     */
    public Tensor argMax(int axis) {
        return then(new Indexing.ArgMax(axisOf(axis)));
    }

    /** Returns the elements along an axis in ascending order. */
    public Tensor sort(int axis) {
        return then(new Composite.Sort(axisOf(axis)));
    }

    private Tensor pair(Primitive operation, Tensor other) {
        return of(operation, broadcast(operation.name(), List.of(this, other)));
    }

    private static List<Tensor> broadcast(String operation, List<Tensor> operands) {
        try {
            Shape common = operands.stream().map(Tensor::shape).reduce(Shape.scalar(), Shape::broadcastWith);
            return operands.stream().map(operand -> operand.broadcastTo(common)).toList();
        } catch (TraceException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new TraceException(
                    operation, operands.stream().map(Tensor::type).toList(), e.getMessage());
        }
    }

    private int axisOf(int axis) {
        try {
            return shape().axis(axis);
        } catch (IllegalArgumentException e) {
            throw new TraceException("axis " + axis, List.of(type), e.getMessage());
        }
    }

    private List<Integer> axesOf(int[] axes) {
        return axes.length == 0
                ? IntStream.range(0, shape().rank()).boxed().toList()
                : Arrays.stream(axes).map(this::axisOf).sorted().boxed().toList();
    }

    private List<Integer> filled(int value) {
        return new ArrayList<>(Collections.nCopies(shape().rank(), value));
    }

    private static List<Integer> boxed(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** Returns the operation and the type, such as {@code matmul: f32[2, 3]}. */
    @Override
    public String toString() {
        return primitive.text() + ": " + type;
    }
}
