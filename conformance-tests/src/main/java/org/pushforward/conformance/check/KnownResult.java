package org.pushforward.conformance.check;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * A program whose result on some operands is known without the interpreter. The interpreter is checked against it like every backend.
 *
 * @param name the special property of the operands or the program
 * @param program the result, a vector, from the operands
 * @param operands the operands
 * @param expected the elements of the result
 * @param tolerance the largest allowed error of each element
 */
public record KnownResult(
        String name,
        Function<List<Tensor>, Tensor> program,
        List<HostArray> operands,
        double[] expected,
        Tolerance tolerance) {

    /** Returns the case of a function of one vector. */
    public static KnownResult of(
            DType dtype,
            String name,
            UnaryOperator<Tensor> function,
            double[] x,
            double[] expected,
            Tolerance tolerance) {
        return new KnownResult(
                dtype + ", " + name,
                operands -> function.apply(operands.get(0)),
                List.of(TestOperands.vector(dtype, x)),
                expected,
                tolerance);
    }

    /** Returns the check that a backend gives the result. */
    public Check check(Rule rule) {
        ConformanceCase run = new ConformanceCase(
                rule.id() + "[" + name + "]", Primitive.class, operands, x -> List.of(program.apply(x)), tolerance);
        return Check.measured(rule, name, backend -> {
            // The interpreter does not round to float32.
            DType dtype = run.graph().outputs().get("y0").dtype();
            HostArray actual = run.run(backend).get(0).cast(dtype);
            HostArray known = HostArray.of(Shape.of(expected.length), expected);
            HostArray wanted = dtype == DType.F32 ? known : known.cast(dtype);
            return Expect.that(actual)
                    .named(name)
                    .computedBy(run::text)
                    .isCloseTo(wanted, Tf32Rounding.tolerance(backend, tolerance, run.graph(), run.values(""), "y0"));
        });
    }
}
