package org.pushforward.conformance.lifecycle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.pushforward.autodiff.Gradients;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.Rule;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.graph.AdamUpdate;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.optim.Adam;
import org.pushforward.optim.ClippedByNorm;
import org.pushforward.optim.Lion;
import org.pushforward.optim.Optimizer;
import org.pushforward.optim.Sgd;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Vectors that every run replaces. An engine may update them in place, several in one kernel and in slices for its threads,
 * as long as no reader sees it.
 *
 * <p>Adam's epsilon is large enough that a wrong one shows, and that an element with a tiny gradient does not amplify its
 * rounding. A kernel that subtracts the second decay, 0.95, from 1 in float32 is off by 2.4e-7 of the difference, which is
 * four roundings. With the paper's 0.999 it would be off by 1.3e-5, which only the tolerance of models allows, so that decay
 * is left to the rules about models.
 */
public final class InPlaceCases {
    private static final Rule RULE = Rule.required(
            "STATE-IN-PLACE",
            "Vectors that every run updates, by Adam or otherwise, follow the formula. A run that also reads their previous values"
                    + " gets those, even if it updates them in place.");

    private static final double DECAY = 0.3;
    private static final Adam ADAM = new Adam(iteration -> 0.1 / (1 + iteration), 0.8, 0.95, 1e-2, 0);

    /** The largest number of updates of one vector in a run. */
    private static final int UPDATES = 2;

    /** A program on vectors of the type that the cases are for. */
    private record NamedProgram(String label, Function<InPlaceCases, Graph.Builder> graph) {}

    private static final NamedProgram PARTS = new NamedProgram("parameters in parts", InPlaceCases::parts);

    private static final List<NamedProgram> PROGRAMS = List.of(
            new NamedProgram("Adam", cases -> cases.formula(ADAM)),
            new NamedProgram("Adam with decay", cases -> cases.formula(ADAM.withDecay(DECAY))),
            new NamedProgram("the gradient is the parameters", InPlaceCases::gradientIsTheParameters),
            new NamedProgram("the gradient is an input", InPlaceCases::gradientIsAnInput),
            new NamedProgram("the gradient is a column", InPlaceCases::gradientIsAColumn),
            new NamedProgram("the gradient is transposed", InPlaceCases::gradientIsTransposed),
            new NamedProgram("the gradient is joined from sums and others", InPlaceCases::gradientIsJoined),
            new NamedProgram("two groups, one of them updated twice", InPlaceCases::groups),
            new NamedProgram("all is read as it was, and updated once", cases -> cases.readers(1)),
            new NamedProgram("all is read as it was, and updated twice", cases -> cases.readers(2)),
            new NamedProgram("the moments are asked for", InPlaceCases::momentsAreOutputs),
            new NamedProgram("an update is not kept", InPlaceCases::updateIsNotKept),
            new NamedProgram("a rate depends on another update", InPlaceCases::rateOfAnotherUpdate),
            new NamedProgram("a rate depends on the same update", InPlaceCases::rateOfTheSameUpdate),
            new NamedProgram(
                    "Lion and an average, in parts", cases -> cases.inParts(new Lion(i -> 0.01, 0.9, 0.95, DECAY))),
            new NamedProgram("momentum, in parts", cases -> cases.inParts(new Sgd(i -> 0.01, 0.9))),
            new NamedProgram(
                    "Lion by a clipped gradient", cases -> cases.inParts(new ClippedByNorm(Lion.withRate(0.01), 1))),
            new NamedProgram("Lion, and all is read as it was", InPlaceCases::readersOfLion),
            new NamedProgram("a vector takes elements of another", InPlaceCases::elementsOfAnother),
            new NamedProgram("a vector takes elements of what another becomes", InPlaceCases::elementsOfASuccessor),
            new NamedProgram("a vector is reversed and added to another", InPlaceCases::reversed),
            PARTS);

    private final TensorType type;
    private final int size;
    private final Tensor x;
    private final List<Tensor> coefficients;

    private InPlaceCases(TensorType type) {
        this.type = type;
        this.size = type.shape().size();
        this.x = Tensor.input("x", type);
        this.coefficients = IntStream.rangeClosed(0, UPDATES)
                .mapToObj(k -> Tensor.input("coefficients." + k, type.with(Shape.of(5))))
                .toList();
    }

    /** Returns the checks of updates in place. */
    public static List<Check> all() {
        List<Check> checks = new ArrayList<>();
        // Odd sizes, so that no slices are equal; the second is worth several threads.
        for (int size : new int[] {37, 10_007}) {
            PROGRAMS.forEach(program -> checks.add(check(program, TensorType.f32(size))));
        }
        PROGRAMS.forEach(program -> checks.add(check(program, new TensorType(DType.F64, Shape.of(37)))));
        // Two of the parts are large on their own.
        checks.add(check(PARTS, TensorType.f32(70_001)));
        return checks;
    }

    private static Check check(NamedProgram program, TensorType type) {
        return Check.measured(RULE, type + ", " + program.label(), backend -> {
            InPlaceCases cases = new InPlaceCases(type);
            Graph graph = program.graph().apply(cases).build();
            return new RepeatedRuns(graph, written(graph), cases::inputs).compare(backend, UPDATES);
        });
    }

    private static Map<String, HostArray> written(Graph graph) {
        Map<String, HostArray> values = new LinkedHashMap<>();
        for (Graph.State state : graph.states()) {
            RandomOperands random = new RandomOperands("in place, " + state.name());
            HostArray value = AdamStates.isMoment(state)
                    ? HostArray.zeros(state.type())
                    : random.uniform(state.type().dtype(), state.type().shape(), -1, 1);
            values.put(state.name(), value);
        }
        return values;
    }

    private Map<String, HostArray> inputs(int run) {
        Map<String, HostArray> inputs = new LinkedHashMap<>();
        inputs.put("x", new RandomOperands("in place, run " + run).uniform(type.dtype(), type.shape(), -1, 1));
        for (int k = 0; k < coefficients.size(); k++) {
            // Two updates of one group in a run have consecutive numbers.
            double[] numbers = ADAM.withDecay(DECAY).coefficients(run, (long) UPDATES * run + 1 + k % UPDATES);
            inputs.put("coefficients." + k, TestOperands.vector(type.dtype(), numbers));
        }
        return inputs;
    }

    private AdamStates states(String name) {
        return new AdamStates(name, type, ADAM);
    }

    private List<Tensor> scalars(int update) {
        return AdamStates.scalars(coefficients.get(update));
    }

    private Graph.Builder builder(AdamStates... groups) {
        Graph.Builder graph = Graph.builder().inputs(x).inputs(coefficients);
        for (AdamStates group : groups) {
            group.addTo(graph);
        }
        return graph;
    }

    private Graph.Builder formula(Adam adam) {
        AdamStates states = new AdamStates("theta", type, adam);
        Tensor error = states.parameters().sub(x).square();
        states.update(Gradients.of(error.sum(), states.parameters()), scalars(0));
        return builder(states).output("error", error);
    }

    private Graph.Builder gradientIsTheParameters() {
        AdamStates states = states("theta");
        states.update(states.parameters(), scalars(0));
        return builder(states).output("square", states.before().get(0).square());
    }

    /** Nothing is computed before the update, and all that it replaces is an output. */
    private Graph.Builder gradientIsAnInput() {
        AdamStates states = states("theta");
        states.update(x, scalars(0));
        Graph.Builder graph = builder(states);
        for (int i = 0; i < 3; i++) {
            graph.output("before." + i, states.before().get(i));
        }
        return graph;
    }

    private Graph.Builder gradientIsAColumn() {
        AdamStates states = states("theta");
        Tensor row = Tensor.constant(TestOperands.vector(type.dtype(), 2, 3)).reshape(1, 2);
        Tensor columns = x.reshape(size, 1).mul(row);
        states.update(columns.slice(1, 1, 2).reshape(size), scalars(0));
        return builder(states);
    }

    private Graph.Builder gradientIsTransposed() {
        AdamStates states = states("theta");
        int rest = size / 4 * 4;
        Tensor matrix = x.slice(0, 0, rest).reshape(size / 4, 4).transpose();
        Tensor columns = matrix.mul(matrix).add(matrix).reshape(rest);
        states.update(columns.concat(0, x.slice(0, rest, size)), scalars(0));
        return builder(states);
    }

    /** A gradient of sums, which an engine may fuse into one sum of two sequences, with other functions in between. */
    private Graph.Builder gradientIsJoined() {
        AdamStates states = states("theta");
        int half = size / 4 * 2;
        Tensor matrix = x.slice(0, 0, half).reshape(half / 2, 2);
        Tensor rest = x.slice(0, size - 5, size);
        Tensor middle = x.slice(0, half + 4, size - 5);
        Tensor gradient = Tensor.concat(
                0,
                List.of(
                        matrix.sin().add(matrix.cos()).reshape(-1),
                        x.slice(0, half, half + 3).sin().add(x.slice(0, 0, 3).cos()),
                        x.slice(0, half + 3, half + 4).exp(),
                        middle.cos().mul(middle),
                        rest.tanh().add(rest.mul(2))));
        states.update(gradient, scalars(0));
        return builder(states).output("twice", gradient.mul(2));
    }

    private Graph.Builder groups() {
        AdamStates critic = states("critic");
        AdamStates generator = new AdamStates("generator", type, ADAM.withDecay(DECAY));
        Map<String, Tensor> scores = new LinkedHashMap<>();
        for (int k = 0; k < UPDATES; k++) {
            Tensor sample = generator.parameters().mul(x);
            Tensor score = critic.parameters().mul(sample).cos();
            critic.update(Gradients.of(score.sum(), critic.parameters()), scalars(k));
            scores.put("score." + k, score);
        }
        Tensor loss = critic.parameters().mul(generator.parameters()).mul(x).square();
        generator.update(Gradients.of(loss.sum(), generator.parameters()), scalars(UPDATES));
        Graph.Builder graph = builder(critic, generator).output("loss", loss);
        scores.forEach(graph::output);
        return graph;
    }

    /** After the updates, reads the previous values: whole and as views, as outputs and as other states. */
    private Graph.Builder readers(int updates) {
        AdamStates states = states("theta");
        Tensor before = states.parameters();
        Tensor view = view(before);
        Tensor between = before;
        for (int k = 0; k < updates; k++) {
            between = states.parameters();
            states.update(between.mul(x).cos(), scalars(k));
        }
        Tensor after = states.parameters();
        Tensor average = Tensor.input("average", type);
        // Terms are added, not subtracted, so that nothing cancels.
        return builder(states)
                .output("before", before)
                .output("before.first", states.before().get(1))
                .output("before.second", states.before().get(2))
                .output("after", after)
                .output("view", view)
                .output("sum", after.add(before))
                .output("product", after.add(between).mul(between.add(before)))
                .output("sum of views", view(after).add(view))
                .state(average, average.mul(0.5).add(after.mul(0.5)))
                .state(Tensor.input("past", type), before)
                .state(Tensor.input("past.view", view.type()), view)
                .state(Tensor.input("present", type), after);
    }

    private static Tensor view(Tensor vector) {
        return vector.slice(0, 3, 9).reshape(2, 3).transpose();
    }

    private Graph.Builder momentsAreOutputs() {
        AdamStates states = states("theta");
        states.update(states.parameters().mul(x).cos(), scalars(0));
        return builder(states)
                .output("first", states.after().get(1).add(states.before().get(1)))
                .output("second", states.after().get(2));
    }

    private Graph.Builder updateIsNotKept() {
        AdamStates states = states("theta");
        List<Tensor> before = states.before();
        states.update(states.parameters().mul(x).cos(), scalars(0));
        return builder()
                .output("after", states.parameters())
                .state(before.get(0), before.get(0))
                .state(before.get(1), before.get(1))
                .state(before.get(2), states.after().get(2));
    }

    private Graph.Builder rateOfAnotherUpdate() {
        AdamStates states = states("theta");
        AdamStates other = states("other");
        other.update(other.parameters().mul(x), scalars(1));
        states.update(states.parameters().mul(x).cos(), faster(other.after().get(1)));
        return builder(states, other);
    }

    /** The parameters depend on the first moment, so that no kernel can compute both at once. */
    private Graph.Builder rateOfTheSameUpdate() {
        AdamStates states = states("theta");
        Tensor gradient = states.parameters().mul(x).cos();
        Tensor moment = Tensor.of(
                new AdamUpdate.AdamFirstMoment(ADAM.beta1()),
                List.of(states.before().get(1), gradient));
        states.update(gradient, faster(moment));
        return builder(states);
    }

    /** An optimizer that no kernel is named after, and the average of what it leaves. */
    private Graph.Builder inParts(Optimizer optimizer) {
        Tensor theta = Tensor.input("theta", type);
        int[] limits = {0, 7, 7 + (size - 12) / 2, size - 5, size};
        List<Tensor> gradients = new ArrayList<>();
        for (int i = 1; i < limits.length; i++) {
            gradients.add(
                    theta.slice(0, limits[i - 1], limits[i]).mul(i).sin().mul(x.slice(0, limits[i - 1], limits[i])));
        }
        Tensor moment = Tensor.input("momentum", type);
        Optimizer.Update update = optimizer.update(
                theta,
                Tensor.concat(0, gradients),
                List.of(moment),
                rates().subList(0, optimizer.coefficients(1, 1).length));
        Tensor average = Tensor.input("average", type);
        return builder()
                .state(theta, update.parameters())
                .state(moment, update.slots().get(0))
                .state(average, average.add(update.parameters()).mul(0.5))
                .output("across", theta.slice(0, 5, size - 2).mul(2))
                .output("after", update.parameters().cos());
    }

    /** Returns the learning rate, and the factor that weight decay multiplies parameters by. */
    private List<Tensor> rates() {
        return List.of(scalars(0).get(3), scalars(0).get(2));
    }

    /** The previous values are outputs and states, and a vector is kept twice. */
    private Graph.Builder readersOfLion() {
        Tensor theta = Tensor.input("theta", type);
        Tensor moment = Tensor.input("momentum", type);
        Tensor gradient = theta.mul(x).cos();
        Optimizer.Update update = Lion.withRate(0.01).update(theta, gradient, List.of(moment), rates());
        return builder()
                .state(theta, update.parameters())
                .state(moment, update.slots().get(0))
                .state(Tensor.input("past", type), theta)
                .state(Tensor.input("past.view", view(theta).type()), view(theta))
                .state(Tensor.input("present", type), update.parameters())
                .output("before", moment)
                .output("sum", update.slots().get(0).add(theta))
                .output("gradient", gradient.mul(2));
    }

    /** Returns the scalars of an update whose learning rate grows with a moment. */
    private List<Tensor> faster(Tensor moment) {
        Tensor factor = moment.square().mean().add(1);
        List<Tensor> scalars = new ArrayList<>(scalars(0));
        scalars.set(0, scalars.get(0).mul(factor));
        scalars.set(3, scalars.get(3).mul(factor));
        return scalars;
    }

    private Graph.Builder elementsOfAnother() {
        Tensor a = Tensor.input("a", type);
        Tensor b = Tensor.input("b", type.with(Shape.of(size - 1)));
        return builder().state(a, a.add(x)).state(b, b.add(a.slice(0, 1, size)));
    }

    private Graph.Builder elementsOfASuccessor() {
        Tensor a = Tensor.input("a", type);
        Tensor b = Tensor.input("b", type.with(Shape.of(size - 2)));
        Tensor sum = a.add(x);
        Tensor next = sum.stopGradient();
        Tensor number = next.slice(0, 4, 5).reshape(Shape.scalar()).broadcastTo(b.shape());
        return builder()
                .state(a, sum)
                .state(b, b.mul(next.slice(0, 2, size)).add(number).sub(0.5));
    }

    private Graph.Builder reversed() {
        Tensor a = Tensor.input("a", type);
        Tensor b = Tensor.input("b", type);
        Tensor reversed = a.reverse(0);
        return builder().state(a, reversed).state(b, b.add(reversed));
    }

    /** The parameters of several layers side by side, two of them large; the outputs lie inside one or across several. */
    private Graph.Builder parts() {
        AdamStates states = states("theta");
        Tensor whole = states.parameters();
        int[] limits = {0, 7, 7 + (size - 12) / 2, size - 5, size - 2, size};
        List<Tensor> gradients = new ArrayList<>();
        for (int i = 1; i < limits.length; i++) {
            Tensor part = whole.slice(0, limits[i - 1], limits[i]);
            Tensor loss = i == 1 ? part.sin() : part.square().square().add(part.square());
            gradients.add(Gradients.of(loss.mul(i).sum(), part));
        }
        states.update(Tensor.concat(0, gradients), scalars(0));
        Tensor average = Tensor.input("average", type);
        return builder(states)
                .state(average, average.add(states.parameters()).mul(0.5))
                .output("across", whole.slice(0, 5, size - 2).mul(2))
                .output("inside", whole.slice(0, 9, 12))
                .output("whole", whole.cos());
    }
}
