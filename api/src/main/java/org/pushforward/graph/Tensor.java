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
 * <p>Methods make new nodes and compute nothing; type and shape are known and checked at once. Two operands broadcast
 * against each other by NumPy's rule, and element types must agree: only Java numbers, which take the type of the tensor
 * that they meet, are converted without being asked to. A tensor of integers meets whole numbers only, so that nothing is
 * truncated in silence. A negative axis counts from the last.
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
     * Returns the result of a primitive; the methods of this class are its readable spellings.
     *
     * @throws TraceException if the operands do not fit
     */
    public static Tensor of(Primitive primitive, List<Tensor> operands) {
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

    // What is known before anything runs.

    /** Returns the operation that computes this. */
    public Primitive primitive() {
        return primitive;
    }

    /** Returns the nodes that this is computed from. */
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

    // Sources.

    /** Returns a value that is given when the program runs. */
    public static Tensor input(String name, TensorType type) {
        return of(new Source.Input(name, type), List.of());
    }

    /** Returns a known value. */
    public static Tensor constant(HostArray value) {
        return of(new Source.Constant(value), List.of());
    }

    /** Returns a known number of rank 0; of an integer type, a whole number that it can hold. */
    public static Tensor scalar(DType dtype, double value) {
        try {
            Operands.holds(dtype, value);
        } catch (IllegalArgumentException e) {
            throw new TraceException("scalar " + value, List.of(), e.getMessage());
        }
        return constant(HostArray.scalar(dtype, value));
    }

    /** Returns a tensor with the same number everywhere. */
    public static Tensor full(TensorType type, double value) {
        return scalar(type.dtype(), value).broadcastTo(type.shape());
    }

    /** Returns the positions along an axis: 0, 1, 2, ... */
    public static Tensor iota(TensorType type, int axis) {
        return of(new Source.Iota(type, type.shape().axis(axis)), List.of());
    }

    /** Returns this type and shape with zeros. */
    public Tensor zerosLike() {
        return full(type, 0);
    }

    /** Returns a number that meets this in an operation. */
    private Tensor like(double value) {
        try {
            Operands.holds(dtype(), value);
        } catch (IllegalArgumentException e) {
            throw new TraceException("operation with " + value, List.of(type), e.getMessage());
        }
        return full(type, value);
    }

    // Arithmetic.

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
     * Returns x to the power y, of floating-point numbers. The derivative in y is NaN where x is negative, since powers of it
     * are real at whole exponents only; the derivatives of x^0 in x are 0 everywhere.
     */
    public Tensor pow(Tensor other) {
        return pair(new Binary.Pow(), other);
    }

    /** Returns x to the power y, of floating-point numbers. */
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

    /** Returns -1, 0 or 1, and NaN of NaN. */
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
     * Returns 1 / (1 + e^-x): finite with finite derivatives for every x, and accurate also where it is small. Take {@code
     * x.neg().softplus().neg()} where log sigmoid(x) is meant.
     */
    public Tensor sigmoid() {
        return then(new Smooth.Sigmoid());
    }

    /** Returns log(1 + e^x), as max(x, 0) + log(1 + e^-|x|). */
    public Tensor softplus() {
        return then(new Smooth.Softplus());
    }

    /** Returns the error function, 2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x. */
    public Tensor errorFunction() {
        return then(new Unary.ErrorFunction());
    }

    /** Returns the largest integer that is not above x; its derivative is 0. */
    public Tensor floor() {
        return then(new Unary.Floor());
    }

    /** Returns the smallest integer that is not below x; its derivative is 0. */
    public Tensor ceil() {
        return then(new Unary.Ceil());
    }

    /** Returns the nearest integer, the even one at a tie; its derivative is 0. */
    public Tensor round() {
        return then(new Unary.Round());
    }

    /** Returns x - y floor(x / y), of floating-point numbers: the remainder that has the sign of y. */
    public Tensor remainder(Tensor other) {
        return pair(new Binary.Remainder(), other);
    }

    /** Returns the quotient of integers by a divisor of 1 or more, rounded down. */
    public Tensor floorDiv(int divisor) {
        return then(new Unary.FloorDiv(divisor));
    }

    /** Returns the remainder of integers by a divisor of 1 or more, from 0 to the divisor exclusive. */
    public Tensor floorMod(int divisor) {
        return then(new Unary.FloorMod(divisor));
    }

    // Relations and choice.

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

    /** Returns whether both hold. */
    public Tensor and(Tensor other) {
        return pair(new Logical.And(), other);
    }

    /** Returns whether either holds. */
    public Tensor or(Tensor other) {
        return pair(new Logical.Or(), other);
    }

    /** Returns whether this does not hold. */
    public Tensor not() {
        return then(new Logical.Not());
    }

    /**
     * Returns the first operand where this truth value holds and the second elsewhere. Both are computed everywhere: where the one that
     * is not chosen has a derivative of infinity or NaN, as {@code x.greater(0).where(x.sqrt(), zero)} has at 0 and below, the
     * derivative of the choice is NaN. There {@link #applyWhere} is meant.
     */
    public Tensor where(Tensor then, Tensor otherwise) {
        List<Tensor> all = broadcast("select", List.of(this, then, otherwise));
        return of(new Elementwise.Select(), all);
    }

    /**
     * Returns a function of x where this truth value holds, and a number with derivatives of 0 elsewhere. The function is applied to a
     * harmless number there: {@code x.greater(0).applyWhere(x, 1, Tensor::sqrt, 0)}.
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

    /** Returns this value, computed apart from any equal value and not before another tensor is there. */
    public Tensor after(Tensor other) {
        return of(new Elementwise.Barrier(), List.of(this, other));
    }

    // Movement.

    /** Returns the same elements in another shape; one length may be -1 and is then worked out. */
    public Tensor reshape(int... dims) {
        long unknown = Arrays.stream(dims).filter(d -> d == -1).count();
        int known = Arrays.stream(dims).filter(d -> d != -1).reduce(1, (a, b) -> a * b);
        if (unknown > 1 || unknown == 1 && (known == 0 || shape().size() % known != 0)) {
            throw new TraceException(
                    "reshape" + Arrays.toString(dims),
                    List.of(type),
                    "expected one -1 at most, which a whole length fills");
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

    /** Returns the axes in another order: axis i of the result is axis {@code permutation[i]} of this. */
    public Tensor transpose(int... permutation) {
        return then(new Movement.Transpose(boxed(permutation)));
    }

    /** Returns the last two axes exchanged. */
    public Tensor transpose() {
        List<Integer> permutation =
                new ArrayList<>(IntStream.range(0, shape().rank()).boxed().toList());
        if (permutation.size() < 2) {
            throw new TraceException("transpose", List.of(type), "expected rank 2 or more");
        }
        Collections.swap(permutation, permutation.size() - 1, permutation.size() - 2);
        return then(new Movement.Transpose(permutation));
    }

    /** Returns this repeated to another shape by NumPy's rule. */
    public Tensor broadcastTo(Shape target) {
        return target.equals(shape()) ? this : then(new Movement.Broadcast(target));
    }

    /** Returns the positions from one inclusive to another exclusive along an axis. */
    public Tensor slice(int axis, int from, int to) {
        int normal = axisOf(axis);
        List<Integer> start = filled(0);
        List<Integer> limit = new ArrayList<>(boxed(shape().dims()));
        start.set(normal, from);
        limit.set(normal, to);
        return from == 0 && to == shape().dim(normal) ? this : then(new Movement.Slice(start, limit, filled(1)));
    }

    /** Returns this with a number of positions of a constant before and after along an axis. */
    public Tensor pad(int axis, int low, int high, double value) {
        int normal = axisOf(axis);
        List<Integer> lows = filled(0);
        List<Integer> highs = filled(0);
        lows.set(normal, low);
        highs.set(normal, high);
        return then(new Movement.Pad(lows, highs, filled(0), value));
    }

    /** Returns the tensors one after another along an axis. */
    public static Tensor concat(int axis, List<Tensor> parts) {
        if (parts.isEmpty()) {
            throw new TraceException("concat", List.of(), "expected at least one operand");
        }
        return parts.size() == 1
                ? parts.get(0)
                : of(new Movement.Concat(parts.get(0).axisOf(axis)), parts);
    }

    /** Returns this and another one after the other along an axis. */
    public Tensor concat(int axis, Tensor other) {
        return concat(axis, List.of(this, other));
    }

    /** Returns the elements in the opposite order along an axis. */
    public Tensor reverse(int axis) {
        return then(new Movement.Reverse(List.of(axisOf(axis))));
    }

    /** Returns this with a new axis of length 1 before the given one; -1 appends it. */
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

    // Reductions.

    /** Returns the sum over some axes, or over all if none is given; summed axes are removed. */
    public Tensor sum(int... axes) {
        return then(new Reduction.ReduceSum(axesOf(axes)));
    }

    /** Returns the mean, of floating-point numbers, over some axes, or over all if none is given; averaged axes are removed. */
    public Tensor mean(int... axes) {
        int count = axesOf(axes).stream().mapToInt(shape()::dim).reduce(1, (a, b) -> a * b);
        if (!dtype().isFloating()) {
            throw new TraceException(
                    "mean",
                    List.of(type),
                    "expected floating-point numbers: cast(F64) first, or round down by sum() and floorDiv(" + count
                            + ")");
        }
        return sum(axes).div(count);
    }

    /**
     * Returns the sums of all elements up to each position of an axis.
     *
     * @param axis the axis
     * @param exclusive whether the element at the position itself is left out
     * @param reverse whether it runs from the last position to the first
     */
    public Tensor cumulativeSum(int axis, boolean exclusive, boolean reverse) {
        return then(new Scan.CumulativeSum(axisOf(axis), exclusive, reverse));
    }

    /** Returns the largest element over some axes, or over all if none is given; these axes are removed. */
    public Tensor maxOver(int... axes) {
        return then(new Reduction.ReduceMax(axesOf(axes)));
    }

    // Products, order and choice by position.

    /** Returns the matrix product on the last two axes, batched over equal leading axes. */
    public Tensor matmul(Tensor other) {
        return of(new Contraction.Matmul(false, false), List.of(this, other));
    }

    /**
     * Returns the correlation of these images, [n, channels, height, width], with kernels, [outputs, channels / groups,
     * rows, columns].
     */
    public Tensor conv2d(Tensor kernels, ConvolutionGeometry geometry) {
        return of(new Contraction.Conv2d(geometry), List.of(this, kernels));
    }

    /** Returns the positions that would sort an axis in ascending order, as int64; equal elements keep their order. */
    public Tensor argSort(int axis) {
        return then(new Indexing.ArgSort(axisOf(axis)));
    }

    /** Returns the elements at the given positions (int64) along an axis. */
    public Tensor takeAlong(int axis, Tensor positions) {
        return of(new Indexing.TakeAlong(axisOf(axis)), List.of(this, positions));
    }

    /** Returns the slices at the given positions (int64, rank 1) along an axis. */
    public Tensor gather(int axis, Tensor positions) {
        return of(new Indexing.Gather(axisOf(axis)), List.of(this, positions));
    }

    /** Returns the position (int64) of the largest element along an axis, which is removed; of equals the first. */
    public Tensor argMax(int axis) {
        return then(new Indexing.ArgMax(axisOf(axis)));
    }

    /** Returns the elements in ascending order along an axis. */
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
