package org.pushforward.train;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.nn.ParameterValues;
import org.pushforward.optim.ExponentialAverage;
import org.pushforward.optim.Optimizer;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * Runs a training procedure on a backend.
 *
 * <p>Parameters and optimiser stay on the engine's side; each iteration sends a batch and its noise, which another thread
 * draws while the engine computes the iteration before if there is a core that the engine does not use, and takes back the
 * losses. Cancellation and the deadline are looked at between iterations, and what has been learnt is kept. The same key,
 * procedure and backend give the same result, bit by bit. Immutable.
 */
public final class Trainer {
    private final Backend backend;
    private final Map<String, Optimizer> optimizers;
    private final Optional<ExponentialAverage> average;
    private final long iterations;
    private final int batch;
    private final Optional<Duration> deadline;
    private final Cancellation cancellation;
    private final TrainingListener listener;

    private Trainer(Builder builder) {
        this.backend = builder.backend;
        this.optimizers = Map.copyOf(builder.optimizers);
        this.average = builder.average;
        this.iterations = builder.iterations;
        this.batch = builder.batch;
        this.deadline = builder.deadline;
        this.cancellation = builder.cancellation;
        this.listener = builder.listener;
    }

    /** Returns a trainer to set up. */
    public static Builder on(Backend backend) {
        return new Builder(backend);
    }

    /**
     * Trains from the initial law of the parameters.
     *
     * @throws TrainingException if a loss is not finite, naming the iteration
     */
    public TrainingResult train(TrainingProcedure procedure, DataSource data, RandomKey key) {
        return train(procedure, data, key, ParameterValues.initial(procedure.parameters(), key.fold("parameters")));
    }

    /**
     * Trains from given parameters.
     *
     * @throws TrainingException if a loss is not finite, naming the iteration
     */
    public TrainingResult train(TrainingProcedure procedure, DataSource data, RandomKey key, ParameterValues initial) {
        long start = System.nanoTime();
        TrainingGraph program = TrainingGraph.of(procedure, optimizers, average, data, batch);
        RandomKey steps = key.fold("iterations");
        int cores = Runtime.getRuntime().availableProcessors();
        try (Prefetch draws =
                        Prefetch.of(number -> program.draws(steps, number), iterations, backend.options(), cores);
                Executable executable = backend.compile(program.graph())) {
            program.initialStates(initial).forEach(executable::write);
            long compiled = System.nanoTime();
            Map<String, double[]> losses = new LinkedHashMap<>();
            program.graph()
                    .outputs()
                    .keySet()
                    .forEach(name -> losses.put(name, new double[Math.toIntExact(iterations)]));

            TrainingResult.Ending ending = TrainingResult.Ending.COMPLETED;
            long done = 0;
            while (done < iterations) {
                if (cancellation.isRequested()) {
                    ending = TrainingResult.Ending.CANCELLED;
                    break;
                }
                long spent = System.nanoTime() - start;
                if (deadline.isPresent() && spent > deadline.get().toNanos()) {
                    ending = TrainingResult.Ending.DEADLINE;
                    break;
                }
                Map<String, HostArray> inputs = new LinkedHashMap<>(draws.next());
                inputs.putAll(program.coefficients(done));
                record(executable.run(inputs), losses, done);
                done++;
                report(losses, done);
            }
            long end = System.nanoTime();
            int count = Math.toIntExact(done);
            losses.replaceAll((name, values) -> Arrays.copyOf(values, count));
            return new TrainingResult(
                    program.parameters(executable::read, true),
                    program.parameters(executable::read, false),
                    losses,
                    done,
                    Duration.ofNanos(compiled - start),
                    Duration.ofNanos(end - compiled),
                    ending);
        }
    }

    private static void record(Map<String, HostArray> outputs, Map<String, double[]> losses, long iteration) {
        outputs.forEach((name, value) -> {
            if (!value.isFinite()) {
                throw new TrainingException("loss '" + name + "' is " + value.item() + " at iteration "
                        + (iteration + 1) + ": lower the learning rate, clip the gradient, or look at the data");
            }
            losses.get(name)[Math.toIntExact(iteration)] = value.item();
        });
    }

    private void report(Map<String, double[]> losses, long done) {
        Map<String, Double> current = new LinkedHashMap<>();
        losses.forEach((name, values) -> current.put(name, values[Math.toIntExact(done - 1)]));
        listener.iterated(done, iterations, current);
    }

    /** Sets up a trainer. Not safe for use by several threads. */
    public static final class Builder {
        private final Backend backend;
        private final Map<String, Optimizer> optimizers = new LinkedHashMap<>();
        private Optional<ExponentialAverage> average = Optional.empty();
        private long iterations = 1000;
        private int batch = 128;
        private Optional<Duration> deadline = Optional.empty();
        private Cancellation cancellation = new Cancellation();
        private TrainingListener listener = TrainingListener.silent();

        private Builder(Backend backend) {
            this.backend = Objects.requireNonNull(backend, "backend");
        }

        /** Sets the optimiser of a group of parameters. */
        public Builder optimizer(String group, Optimizer optimizer) {
            optimizers.put(group, Objects.requireNonNull(optimizer, "optimizer"));
            return this;
        }

        /** Keeps a moving average of the parameters, which is then the result. None is kept if this is not called. */
        public Builder average(ExponentialAverage average) {
            this.average = Optional.of(average);
            return this;
        }

        /** Sets the number of iterations, 1 or more; 1000 if this is not called. */
        public Builder iterations(long iterations) {
            if (iterations < 1 || iterations > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "iterations = " + iterations + ": expected 1 to " + Integer.MAX_VALUE);
            }
            this.iterations = iterations;
            return this;
        }

        /** Sets the number of samples in a batch, 1 or more; 128 if this is not called. */
        public Builder batch(int batch) {
            if (batch < 1) {
                throw new IllegalArgumentException("batch = " + batch + ": expected 1 or more");
            }
            this.batch = batch;
            return this;
        }

        /** Sets the time, compilation included, after which no iteration begins. There is none if this is not called. */
        public Builder deadline(Duration deadline) {
            this.deadline = Optional.of(deadline);
            return this;
        }

        /** Sets what asks for a stop. */
        public Builder cancellation(Cancellation cancellation) {
            this.cancellation = Objects.requireNonNull(cancellation, "cancellation");
            return this;
        }

        /** Sets what hears of progress. */
        public Builder listener(TrainingListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** Returns the trainer. */
        public Trainer build() {
            return new Trainer(this);
        }
    }
}
