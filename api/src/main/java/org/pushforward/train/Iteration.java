package org.pushforward.train;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.nn.FlatParameters;
import org.pushforward.optim.Optimizer;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * One iteration of training while it is being described: gives data and noise, takes losses.
 *
 * <p>Each {@link #minimise} updates a group of parameters, and what is described after it sees the updated values. So a
 * GAN's five critic steps and its generator step are one iteration, one graph and one run.
 */
public final class Iteration {
    /** A group's vectors at the present point of the description. */
    private static final class Group {
        final ParameterGroup declaration;
        final FlatParameters flat;
        final Optimizer optimizer;
        final Tensor vector;
        final List<Tensor> slots = new ArrayList<>();
        Tensor currentVector;
        List<Tensor> currentSlots;
        int updates;

        Group(ParameterGroup declaration, Optimizer optimizer) {
            this.declaration = declaration;
            this.flat = declaration.flat();
            this.optimizer = optimizer;
            this.vector = Tensor.input(declaration.name(), flat.type());
            for (int i = 0; i < optimizer.slots(); i++) {
                slots.add(Tensor.input(declaration.name() + ".slot." + i, flat.type()));
            }
            this.currentVector = vector;
            this.currentSlots = slots;
        }
    }

    /** An update of a group, in the order of description. */
    record Minimisation(String group, int update, Tensor loss, Tensor gradient, Tensor coefficients) {
        /** A name for what belongs to this update, such as {@code critic.3.loss}. */
        String label(String what) {
            return group + "." + update + "." + what;
        }
    }

    /** What a run leaves of a group. */
    record GroupStates(
            ParameterGroup group, Tensor vector, Tensor nextVector, List<Tensor> slots, List<Tensor> nextSlots) {}

    private final int batch;
    private final Shape sampleShape;
    private final DataSource data;
    private final NoiseInputs noise = new NoiseInputs();
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final List<Minimisation> minimisations = new ArrayList<>();

    Iteration(TrainingProcedure procedure, Map<String, Optimizer> optimizers, DataSource data, int batch) {
        this.batch = batch;
        this.sampleShape = data.sampleShape();
        this.data = data;
        for (ParameterGroup group : procedure.groups()) {
            Optimizer optimizer = optimizers.get(group.name());
            if (optimizer == null) {
                throw new IllegalArgumentException(
                        "no optimiser for the parameters '" + group.name() + "'; there are " + optimizers.keySet());
            }
            groups.put(group.name(), new Group(group, optimizer));
        }
    }

    /** Returns the number of samples in a batch. */
    public int batch() {
        return batch;
    }

    /** Returns a batch that no other call has given: shape [batch, ...]. */
    public Tensor data() {
        return noise.declare("data", batchOf(sampleShape), (key, shape) -> data.draw(key, shape.dim(0)));
    }

    /** Returns fresh noise from N(0, 1). */
    public Tensor normal(int... dims) {
        return noise.declare("normal", TensorType.f32(dims), RandomKey::normal);
    }

    /** Returns fresh noise, uniform on [0, 1). */
    public Tensor uniform(int... dims) {
        return noise.declare("uniform", TensorType.f32(dims), RandomKey::uniform);
    }

    /**
     * Makes a step of the group's optimiser down the gradient of a loss.
     *
     * @param group the name of a group of the procedure
     * @param loss a float32 scalar
     * @throws IllegalArgumentException if there is no such group or the loss is not a scalar
     */
    public void minimise(String group, Tensor loss) {
        Group g = groups.get(group);
        if (g == null) {
            throw new IllegalArgumentException("no group '" + group + "'; there are " + groups.keySet());
        }
        List<Tensor> gradients = Gradients.of(loss, g.flat.leaves());
        List<Tensor> current = currentValues().apply(List.of(loss, g.flat.flatten(gradients)));

        int numbers = g.optimizer.coefficients(1, 1).length;
        Tensor coefficients = Tensor.input(group + "." + g.updates + ".coefficients", TensorType.f32(numbers));
        List<Tensor> scalars = new ArrayList<>();
        for (int i = 0; i < numbers; i++) {
            scalars.add(coefficients.slice(0, i, i + 1).reshape(Shape.scalar()));
        }
        minimisations.add(new Minimisation(group, g.updates, current.get(0), current.get(1), coefficients));
        Optimizer.Update update = g.optimizer.update(g.currentVector, current.get(1), g.currentSlots, scalars);
        g.currentVector = update.parameters();
        g.currentSlots = update.slots();
        g.updates++;
    }

    private Rewrite currentValues() {
        Map<Tensor, Tensor> values = new IdentityHashMap<>();
        groups.values().forEach(g -> values.putAll(g.flat.views(g.currentVector)));
        return Rewrite.substitution(values);
    }

    NoiseInputs noise() {
        return noise;
    }

    List<Minimisation> minimisations() {
        return minimisations;
    }

    List<GroupStates> states() {
        return groups.values().stream()
                .map(g -> new GroupStates(g.declaration, g.vector, g.currentVector, g.slots, g.currentSlots))
                .toList();
    }

    private TensorType batchOf(Shape shape) {
        int[] dims = new int[shape.rank() + 1];
        dims[0] = batch;
        System.arraycopy(shape.dims(), 0, dims, 1, shape.rank());
        return new TensorType(DType.F32, Shape.of(dims));
    }
}
