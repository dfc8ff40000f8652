package org.pushforward.conformance.generated;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.conformance.ConformanceSettings;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.Samples;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.conformance.values.ConvolutionCases;
import org.pushforward.conformance.values.NormalizationCases;
import org.pushforward.conformance.values.ReductionCases;
import org.pushforward.conformance.values.RelationCases;
import org.pushforward.conformance.values.UnaryCases;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Comparison;
import org.pushforward.graph.Composite;
import org.pushforward.graph.Contraction.Conv2d;
import org.pushforward.graph.Contraction.Conv2dFilterGradient;
import org.pushforward.graph.Contraction.Conv2dInputGradient;
import org.pushforward.graph.Contraction.Matmul;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Logical;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Reduction;
import org.pushforward.graph.Scan;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Generated cases of every family of primitives: what nobody thought of. Not safe for use by several threads. */
public final class GeneratedCases {
    private final long seed;
    private final int count;
    private final List<GeneratedCase> cases = new ArrayList<>();

    private GeneratedCases(long seed, int count) {
        this.seed = seed;
        this.count = count;
    }

    /** Returns the generated cases of one run. */
    public static List<GeneratedCase> all(ConformanceSettings settings) {
        GeneratedCases generated = new GeneratedCases(settings.seed(), settings.thorough() ? 50 : 5);
        generated.functions();
        generated.relations();
        generated.movements();
        generated.contractions();
        generated.indexing();
        generated.positions();
        generated.scans();
        generated.convolutions();
        generated.normalizations();
        return List.copyOf(generated.cases);
    }

    /** Adds cases of a primitive; the names say the element type and count. */
    private void add(Class<? extends Primitive> subject, DType dtype, GeneratedCase.Recipe recipe) {
        for (int k = 0; k < count; k++) {
            String name = "OP-" + ConformanceCase.rule(subject) + "[" + dtype + ", generated " + k + "]";
            cases.add(new GeneratedCase(name, seed, recipe));
        }
    }

    private static ConformanceCase of(Primitive primitive, Tolerance tolerance, HostArray... operands) {
        return ConformanceCase.of(primitive, "", tolerance, operands);
    }

    private void functions() {
        for (UnaryCases.Function f : UnaryCases.FUNCTIONS) {
            for (DType dtype : f.low() == -1e3 ? Samples.NUMERIC : Samples.FLOATING) {
                add(f.primitive().getClass(), dtype, choices -> {
                    double high = choices.coin() ? f.high() : Math.min(f.high(), 3);
                    double low = choices.coin() ? f.low() : Math.max(f.low(), -3);
                    HostArray x = choices.values().uniform(dtype, choices.shape(0, 8, 0, 4), low, high);
                    return of(f.primitive(), f.tolerance(), x);
                });
            }
        }
        for (Binary primitive :
                List.of(new Binary.Add(), new Binary.Sub(), new Binary.Mul(), new Binary.Max(), new Binary.Min())) {
            for (DType dtype : Samples.NUMERIC) {
                binary(primitive, dtype, Tolerance.exact(), -50, 50);
            }
        }
        for (DType dtype : Samples.FLOATING) {
            binary(new Binary.Div(), dtype, Tolerance.division(), 0.1, 50);
            binary(new Binary.Pow(), dtype, Tolerance.transcendental(), 0.05, 4);
        }
    }

    private void binary(Binary primitive, DType dtype, Tolerance tolerance, double low, double high) {
        add(primitive.getClass(), dtype, choices -> {
            Shape shape = choices.shape(0, 5, 0, 4);
            return repeated(
                    primitive,
                    shape,
                    tolerance,
                    choices.values().uniform(dtype, narrowed(choices, shape), low, high),
                    choices.values().uniform(dtype, narrowed(choices, shape), low, high));
        });
    }

    /** Returns a shape that broadcasts to another: some of its axes have length 1, and some of the first are missing. */
    private static Shape narrowed(Choices choices, Shape shape) {
        List<Integer> dims = new ArrayList<>(Samples.dims(shape));
        for (int axis : choices.subset(shape.rank())) {
            dims.set(axis, 1);
        }
        return Shape.of(dims.subList(choices.between(0, shape.rank()), shape.rank()));
    }

    /** Returns the case of a function of operands that are repeated to one shape. */
    private static ConformanceCase repeated(
            Primitive primitive, Shape shape, Tolerance tolerance, HostArray... operands) {
        return ConformanceCase.of(
                primitive.getClass(),
                "",
                tolerance,
                x -> Tensor.of(
                        primitive,
                        x.stream().map(each -> each.broadcastTo(shape)).toList()),
                operands);
    }

    private void relations() {
        for (Comparison primitive : RelationCases.COMPARISONS) {
            for (DType dtype : Samples.NUMERIC) {
                add(primitive.getClass(), dtype, choices -> {
                    Shape shape = choices.shape(0, 5, 0, 4);
                    Samples values = choices.values();
                    return repeated(
                            primitive,
                            shape,
                            Tolerance.exact(),
                            values.whole(dtype, narrowed(choices, shape)),
                            values.whole(dtype, narrowed(choices, shape)));
                });
            }
        }
        for (Logical primitive : List.of(new Logical.And(), new Logical.Or())) {
            add(primitive.getClass(), DType.BOOL, choices -> {
                Shape shape = choices.shape(0, 8, 0, 4);
                Samples values = choices.values();
                return of(
                        primitive, Tolerance.exact(), values.whole(DType.BOOL, shape), values.whole(DType.BOOL, shape));
            });
        }
        for (DType dtype : Samples.EVERY) {
            add(Elementwise.Select.class, dtype, choices -> {
                Shape shape = choices.shape(0, 5, 0, 4);
                Samples values = choices.values();
                return repeated(
                        new Elementwise.Select(),
                        shape,
                        Tolerance.exact(),
                        values.whole(DType.BOOL, narrowed(choices, shape)),
                        values.whole(dtype, narrowed(choices, shape)),
                        values.whole(dtype, narrowed(choices, shape)));
            });
            for (DType target : Samples.EVERY) {
                add(
                        Elementwise.Cast.class,
                        dtype,
                        target,
                        choices -> of(
                                new Elementwise.Cast(target),
                                Tolerance.exact(),
                                choices.values().whole(dtype, choices.shape(0, 8, 0, 4))));
            }
        }
    }

    private void add(Class<? extends Primitive> subject, DType dtype, DType target, GeneratedCase.Recipe recipe) {
        String name = "OP-" + ConformanceCase.rule(subject) + "[" + dtype + ", to " + target + ", generated]";
        cases.add(new GeneratedCase(name, seed, recipe));
    }

    private void movements() {
        for (DType dtype : Samples.EVERY) {
            moved(Movement.Reshape.class, dtype, (choices, shape) -> {
                List<Integer> order = choices.permutation(shape.rank());
                return new Movement.Reshape(
                        Shape.of(order.stream().map(shape::dim).toList()));
            });
            moved(
                    Movement.Transpose.class,
                    dtype,
                    (choices, shape) -> new Movement.Transpose(choices.permutation(shape.rank())));
            moved(
                    Movement.Reverse.class,
                    dtype,
                    (choices, shape) -> new Movement.Reverse(choices.subset(shape.rank())));
            moved(Movement.Slice.class, dtype, (choices, shape) -> {
                List<Integer> start = new ArrayList<>();
                List<Integer> limit = new ArrayList<>();
                for (int dim : shape.dims()) {
                    start.add(choices.between(0, dim));
                    limit.add(choices.between(start.get(start.size() - 1), dim));
                }
                return new Movement.Slice(start, limit, choices.numbers(shape.rank(), 1, 3));
            });
            if (dtype != DType.BOOL) {
                moved(Movement.Pad.class, dtype, (choices, shape) -> {
                    int rank = shape.rank();
                    return new Movement.Pad(
                            choices.numbers(rank, 0, 2),
                            choices.numbers(rank, 0, 2),
                            choices.numbers(rank, 0, 1),
                            choices.between(0, 5));
                });
            }
            add(Movement.Broadcast.class, dtype, choices -> {
                Shape shape = choices.shape(0, 8, 0, 3);
                HostArray x = choices.values().whole(dtype, narrowed(choices, shape));
                return of(new Movement.Broadcast(shape), Tolerance.exact(), x);
            });
            add(Movement.Concat.class, dtype, choices -> {
                Shape shape = choices.shape(1, 6, 0, 3);
                int axis = choices.between(0, shape.rank() - 1);
                HostArray[] parts = choices.numbers(choices.between(1, 4), 0, 3).stream()
                        .map(length -> choices.values().whole(dtype, shape.with(axis, length)))
                        .toArray(HostArray[]::new);
                return of(new Movement.Concat(axis), Tolerance.exact(), parts);
            });
        }
    }

    /** Chooses a movement of a tensor of some shape. */
    @FunctionalInterface
    private interface Move {
        Primitive of(Choices choices, Shape shape);
    }

    private void moved(Class<? extends Primitive> subject, DType dtype, Move move) {
        add(subject, dtype, choices -> {
            Shape shape = choices.shape(0, 6, 0, 4);
            Primitive primitive = move.of(choices, shape);
            return of(primitive, Tolerance.exact(), choices.values().whole(dtype, shape));
        });
    }

    private void contractions() {
        for (DType dtype : Samples.NUMERIC) {
            add(Reduction.ReduceSum.class, dtype, choices -> {
                Shape shape = choices.shape(0, 6, 0, 4);
                List<Integer> axes = choices.subset(shape.rank());
                int terms = axes.stream().mapToInt(shape::dim).reduce(1, (a, b) -> a * b);
                HostArray x = choices.values().uniform(dtype, shape, -9, 9);
                return ReductionCases.summed(new Reduction.ReduceSum(axes), "", terms, x);
            });
            add(Reduction.ReduceMax.class, dtype, choices -> {
                Shape shape = choices.shape(0, 6, 1, 4);
                HostArray x = choices.values().whole(dtype, shape);
                return of(new Reduction.ReduceMax(choices.subset(shape.rank())), Tolerance.exact(), x);
            });
        }
        for (DType dtype : Samples.FLOATING) {
            add(Matmul.class, dtype, choices -> {
                Matmul p = new Matmul(choices.coin(), choices.coin());
                return ReductionCases.product(
                        choices.values(),
                        dtype,
                        p,
                        choices.shape(0, 4, 0, 3),
                        "",
                        choices.between(0, 6),
                        choices.between(0, 9),
                        choices.between(0, 6));
            });
        }
    }

    private void indexing() {
        for (DType dtype : Samples.EVERY) {
            if (dtype != DType.BOOL) {
                add(Indexing.ArgSort.class, dtype, choices -> {
                    Shape shape = choices.shape(1, 5, 0, 6);
                    int axis = choices.between(0, shape.rank() - 1);
                    return of(
                            new Indexing.ArgSort(axis),
                            Tolerance.exact(),
                            choices.values().whole(dtype, shape));
                });
                add(Composite.Sort.class, dtype, choices -> {
                    Shape shape = choices.shape(1, 5, 0, 6);
                    int axis = choices.between(0, shape.rank() - 1);
                    return of(
                            new Composite.Sort(axis),
                            Tolerance.exact(),
                            choices.values().whole(dtype, shape));
                });
            }
            add(Indexing.TakeAlong.class, dtype, choices -> {
                Shape shape = choices.shape(1, 5, 1, 5);
                int axis = choices.between(0, shape.rank() - 1);
                Samples values = choices.values();
                HostArray indices = values.indices(shape.with(axis, choices.between(0, 9)), shape.dim(axis));
                return of(new Indexing.TakeAlong(axis), Tolerance.exact(), values.whole(dtype, shape), indices);
            });
        }
        for (DType dtype : Samples.FLOATING) {
            add(Indexing.ScatterAddAlong.class, dtype, choices -> {
                Shape shape = choices.shape(1, 5, 1, 5);
                int axis = choices.between(0, shape.rank() - 1);
                int length = choices.between(1, 9);
                Samples values = choices.values();
                return ReductionCases.summed(
                        new Indexing.ScatterAddAlong(axis, length),
                        "",
                        shape.dim(axis),
                        values.uniform(dtype, shape, -2, 2),
                        values.indices(shape, length));
            });
        }
    }

    private void positions() {
        for (DType dtype : Samples.EVERY) {
            if (dtype != DType.BOOL) {
                add(Indexing.ArgMax.class, dtype, choices -> {
                    Shape shape = choices.shape(1, 5, 0, 4);
                    int axis = choices.between(0, shape.rank() - 1);
                    Shape searched = shape.with(axis, choices.between(1, 6));
                    return of(
                            new Indexing.ArgMax(axis),
                            Tolerance.exact(),
                            choices.values().whole(dtype, searched));
                });
            }
            add(Indexing.Gather.class, dtype, choices -> {
                Shape shape = choices.shape(1, 5, 0, 4);
                int axis = choices.between(0, shape.rank() - 1);
                int length = shape.dim(axis);
                Shape positions = Shape.of(choices.between(0, length == 0 ? 0 : 9));
                Samples values = choices.values();
                HostArray x = values.whole(dtype, shape);
                return of(
                        new Indexing.Gather(axis),
                        Tolerance.exact(),
                        x,
                        values.indices(positions, Math.max(1, length)));
            });
        }
        for (DType dtype : Samples.FLOATING) {
            add(Indexing.ScatterAdd.class, dtype, choices -> {
                Shape shape = choices.shape(1, 5, 0, 5);
                int axis = choices.between(0, shape.rank() - 1);
                int length = choices.between(1, 9);
                int count = shape.dim(axis);
                Samples values = choices.values();
                return ReductionCases.summed(
                        new Indexing.ScatterAdd(axis, length),
                        "",
                        Math.max(1, count),
                        values.uniform(dtype, shape, -2, 2),
                        values.indices(Shape.of(count), length));
            });
        }
    }

    private void scans() {
        for (DType dtype : Samples.NUMERIC) {
            add(Scan.CumulativeSum.class, dtype, choices -> {
                Shape shape = choices.shape(1, 5, 0, 5);
                int axis = choices.between(0, shape.rank() - 1);
                HostArray x = choices.values().uniform(dtype, shape, -9, 9);
                Scan.CumulativeSum sum = new Scan.CumulativeSum(axis, choices.coin(), choices.coin());
                return ReductionCases.summed(sum, "", Math.max(1, shape.dim(axis)), x);
            });
        }
    }

    private void convolutions() {
        for (DType dtype : Samples.FLOATING) {
            for (Class<? extends Primitive> subject :
                    List.of(Conv2d.class, Conv2dInputGradient.class, Conv2dFilterGradient.class)) {
                add(subject, dtype, choices -> {
                    ConvolutionCases.Example example = ConvolutionCases.combination("", choices::between);
                    return the(subject, ConvolutionCases.triple(choices.values(), dtype, example));
                });
            }
        }
    }

    private void normalizations() {
        for (DType dtype : Samples.FLOATING) {
            for (Class<? extends Primitive> subject : List.of(
                    Normalization.Softmax.class, Normalization.LogSoftmax.class, Normalization.SoftmaxGradient.class)) {
                add(subject, dtype, choices -> {
                    Shape shape = choices.shape(1, 5, 0, 4);
                    int axis = choices.between(0, shape.rank() - 1);
                    double range = choices.coin() ? 30 : 3;
                    Samples values = choices.values();
                    HostArray x = values.uniform(dtype, shape.with(axis, choices.between(1, 6)), -range, range);
                    List<ConformanceCase> made = new ArrayList<>();
                    NormalizationCases.softmax(made, values, "", axis, x);
                    return the(subject, made);
                });
            }
            for (Class<? extends Primitive> subject :
                    List.of(Normalization.GroupNorm.class, Normalization.GroupNormGradient.class)) {
                add(subject, dtype, choices -> {
                    int groups = choices.between(1, 3);
                    List<Integer> dims =
                            new ArrayList<>(List.of(choices.between(1, 3), groups * choices.between(1, 3)));
                    dims.addAll(choices.numbers(choices.between(0, 3), 1, 4));
                    Samples values = choices.values();
                    HostArray x = values.uniform(dtype, Shape.of(dims), -3, 3);
                    List<ConformanceCase> made = new ArrayList<>();
                    NormalizationCases.groupNorm(made, values, "", groups, NormalizationCases.EPSILON, x);
                    return the(subject, made);
                });
            }
        }
    }

    /** Returns the only case of a primitive. */
    private static ConformanceCase the(Class<? extends Primitive> subject, List<ConformanceCase> cases) {
        return cases.stream()
                .filter(each -> each.subject() == subject)
                .findFirst()
                .orElseThrow();
    }
}
