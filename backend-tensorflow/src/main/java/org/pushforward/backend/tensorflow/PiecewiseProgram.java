package org.pushforward.backend.tensorflow;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.pushforward.backend.Program;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Runs a program whose long states are stored in pieces, where each piece is a state of another program.
 *
 * @param program the other program
 * @param limits for each state the limits of its pieces, from 0 to its length; empty for a state that is not split
 */
record PiecewiseProgram(Program program, List<List<Integer>> limits) implements Program {

    private static int pieces(List<Integer> limits) {
        return Math.max(limits.size() - 1, 1);
    }

    /** Returns the position of a state's first piece in the other program. */
    private int first(int state) {
        return limits.subList(0, state).stream()
                .mapToInt(PiecewiseProgram::pieces)
                .sum();
    }

    @Override
    public void write(int state, HostArray value) {
        List<Integer> bounds = limits.get(state);
        if (bounds.isEmpty()) {
            program.write(first(state), value);
        }
        for (int i = 1; i < bounds.size(); i++) {
            program.write(first(state) + i - 1, value.rows(bounds.get(i - 1), bounds.get(i)));
        }
    }

    @Override
    public HostArray read(int state) {
        List<HostArray> parts = IntStream.range(0, pieces(limits.get(state)))
                .mapToObj(i -> program.read(first(state) + i))
                .toList();
        if (parts.size() == 1) {
            return parts.get(0);
        }
        double[] values = parts.stream()
                .flatMapToDouble(part -> DoubleStream.of(part.toDoubles()))
                .toArray();
        return HostArray.wrap(Shape.of(values.length), values).cast(parts.get(0).dtype());
    }

    @Override
    public void startAt(long runs) {
        program.startAt(runs);
    }

    @Override
    public List<HostArray> run(List<HostArray> inputs, List<Integer> wanted) {
        return program.run(inputs, wanted);
    }

    @Override
    public void close() {
        program.close();
    }
}
