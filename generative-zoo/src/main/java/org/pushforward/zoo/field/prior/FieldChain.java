package org.pushforward.zoo.field.prior;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.pushforward.backend.Cancellation;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.covariance.NotPositiveDefiniteException;
import org.pushforward.zoo.field.kriging.Kriging;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.kriging.MixturePrediction;
import org.pushforward.zoo.field.simulation.FieldSampler;

/**
 * Draws covariances of a {@link FieldPrior} from their posterior given gauges, by a Markov chain. They may change from place to place, so
 * this is full Bayes for fields that are not stationary.
 *
 * <p>All parameters are functions of scores that are N(0, 1) before the gauges are seen, such as the logarithm of the range and the waves of
 * the smooth maps. The chain moves some of the scores z at a time,
 *
 * <pre>
 * z' = sqrt(1 - b^2) z + b e,   e from N(0, I),   b one of 1, 1/2, 1/4, 1/8, 1/16
 * </pre>
 *
 * <p>or draws the smoothness, and whether the covariance changes, anew from the prior. These moves keep the prior, so the chain accepts them
 * with the probability min(1, L(z') / L(z)), where L is the likelihood of the gauges. The mean of the field is part of the covariance.
 *
 * <p>Cotter, Roberts, Stuart and White, <i>MCMC methods for functions: modifying old algorithms to make them faster</i>, 2013.
 *
 * @param draws the covariances, in the order of the chain
 * @param accepted the share of the moves that were accepted
 */
public record FieldChain(List<Draw> draws, double accepted) {
    /** The number of draws from the prior, the likeliest of which is the start. */
    private static final int STARTS = 100;

    private static final int SCALES = 5;

    /**
     * A covariance, with mean 0 and including the uncertainty of the mean.
     *
     * @param covariance the covariance between centers of cells of the simulator's grid
     * @param sampler draws fields with this covariance on the simulator's grid
     * @param stationary whether it is the same everywhere
     * @param logLikelihood the logarithm of the likelihood of the gauges
     */
    public record Draw(FieldCovariance covariance, FieldSampler sampler, boolean stationary, double logLikelihood) {}

    /** Scores and what they say. */
    private record State(FieldLatents scores, Draw draw) {}

    /** Copies the list. */
    public FieldChain {
        draws = List.copyOf(draws);
    }

    /**
     * Runs a chain.
     *
     * @param simulator the fields
     * @param gauges values in standard units, at centers of cells of the simulator's grid
     * @param count the number of draws to keep, 1 or more
     * @param skipped the number of initial moves to discard, 0 or more
     * @param thinning keep every {@code thinning}-th draw, 1 or more
     * @throws IllegalArgumentException if a number is out of range, or a gauge is not at the center of a cell
     */
    public static FieldChain run(
            FieldSimulator simulator, Measurements gauges, int count, int skipped, int thinning, RandomKey key) {
        return run(simulator, gauges, count, skipped, thinning, key, new Cancellation());
    }

    /**
     * Runs a chain that a request can stop before each move.
     *
     * @throws IllegalArgumentException if a number is out of range, or a gauge is not at the center of a cell
     * @throws CancellationException if a stop was requested
     */
    public static FieldChain run(
            FieldSimulator simulator,
            Measurements gauges,
            int count,
            int skipped,
            int thinning,
            RandomKey key,
            Cancellation cancellation) {
        if (count < 1 || skipped < 0 || thinning < 1) {
            throw new IllegalArgumentException("chain of " + count + " draws after " + skipped + ", each " + thinning
                    + "th: expected at least 1 draw, 0 or more before them, and a thinning of 1 or more");
        }
        Moves moves = new Moves(simulator, gauges);
        State now = moves.start(key.fold("start"));
        List<Draw> draws = new ArrayList<>();
        int accepted = 0;
        int steps = skipped + count * thinning;
        for (int step = 1; step <= steps; step++) {
            if (cancellation.isRequested()) {
                throw new CancellationException("the chain was stopped at move " + step + " of " + steps);
            }
            RandomKey own = key.fold("step").fold(step);
            UniformRandomProvider random = own.fold("kind").stream();
            State next = moves.propose(now, random, own.fold("scores"));
            if (Math.log(random.nextDouble()) < next.draw.logLikelihood - now.draw.logLikelihood) {
                now = next;
                accepted++;
            }
            if (step > skipped && (step - skipped) % thinning == 0) {
                draws.add(now.draw);
            }
        }
        return new FieldChain(draws, (double) accepted / steps);
    }

    /** Returns the distribution of the field in standard units with the covariance integrated out. */
    public static MixturePrediction predict(List<Draw> draws, Measurements gauges, Places places) {
        return new MixturePrediction(draws.parallelStream()
                .map(draw -> Kriging.of(draw.covariance, Trend.known(0), gauges).predict(places))
                .toList());
    }

    /** The moves of the chain for some gauges. */
    private record Moves(FieldSimulator simulator, Measurements gauges) {

        State start(RandomKey key) {
            return IntStream.range(0, STARTS)
                    .mapToObj(k -> state(FieldLatents.draw(simulator.prior(), key.fold(k))))
                    .reduce((a, b) -> b.draw.logLikelihood > a.draw.logLikelihood ? b : a)
                    .orElseThrow();
        }

        /** A quarter of the moves draws the kind anew. The others move one group of scores, the first one if it alone matters. */
        State propose(State now, UniformRandomProvider random, RandomKey key) {
            FieldLatents fresh = FieldLatents.draw(simulator.prior(), key);
            int group = random.nextInt(4);
            double b = Math.pow(0.5, random.nextInt(SCALES));
            if (group == 0) {
                return state(now.scores.kindOf(fresh));
            }
            return now.scores.local()
                    ? state(now.scores.moved(fresh, b, group == 1, group == 2, group == 3))
                    : state(now.scores.moved(fresh, b, true, false, false).mapsOf(fresh));
        }

        State state(FieldLatents scores) {
            return new State(scores, FieldChain.draw(simulator, gauges, scores));
        }
    }

    /** Returns what some scores say. */
    static Draw draw(FieldSimulator simulator, Measurements gauges, FieldLatents scores) {
        double mean = simulator.prior().meanDeviation();
        FieldDistribution distribution = simulator.distribution(scores);
        FieldCovariance around = distribution.covariance();
        FieldCovariance whole = (x1, y1, x2, y2) -> around.between(x1, y1, x2, y2) + mean * mean;
        return new Draw(whole, distribution.withMean(mean), !scores.local(), logLikelihood(whole, gauges));
    }

    private static double logLikelihood(FieldCovariance covariance, Measurements gauges) {
        try {
            return Kriging.of(covariance, Trend.known(0), gauges).logLikelihood();
        } catch (NotPositiveDefiniteException e) {
            return Double.NEGATIVE_INFINITY;
        }
    }
}
