package org.pushforward.zoo.field.inference;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tells whether parallel chains agree on the distribution of one parameter.
 *
 * <p>Each chain of draws is split into halves, and the draws are replaced by normal quantiles of their ranks. With the variance B between
 * the means of the halves, the mean W of the variances within them, and n draws in each,
 *
 * <pre>
 * R-hat = sqrt( (n - 1) / n + B / W )
 * </pre>
 *
 * <p>It is also computed from the distances to the median, which reveals chains of different widths, and the larger value counts. The
 * effective size is the number of draws divided by their integrated autocorrelation time, summed up to the first pair of
 * autocorrelations whose sum is negative (Geyer's initial monotone sequence).
 *
 * <p>Vehtari, Gelman, Simpson, Carpenter and Buerkner, <i>Rank-normalization, folding, and localization: an improved R-hat for assessing
 * convergence of MCMC</i>, 2021.
 *
 * @param parameter the name of the parameter
 * @param rHat R-hat, close to 1 if the chains agree
 * @param effectiveSize the number of independent draws that would be as informative about the bulk of the distribution
 */
public record ChainDiagnostics(String parameter, double rHat, double effectiveSize) {
    /** Above this R-hat, chains are too far apart to be trusted. */
    public static final double LARGEST_R_HAT = 1.05;

    /** The autocorrelations of half of a shorter chain are meaningless. */
    private static final int SHORTEST = 4;

    /**
     * Returns the diagnostics of each parameter.
     *
     * @param chains one or more chains of the same posterior and length, preferably from different starts
     * @throws IllegalArgumentException if there are no chains, they differ in parameters or length, they have fewer than 4 draws, or a
     *     parameter never moves
     */
    public static List<ChainDiagnostics> of(List<ParameterChain> chains) {
        List<List<String>> names =
                chains.stream().map(ChainDiagnostics::names).distinct().toList();
        if (names.size() != 1) {
            throw new IllegalArgumentException("diagnostics of chains over the parameters " + names
                    + ": expected at least one chain, and the same parameters in all");
        }
        return names.get(0).stream()
                .map(name ->
                        of(name, chains.stream().map(chain -> chain.draws(name)).toArray(double[][]::new)))
                .toList();
    }

    /**
     * Returns the diagnostics of one quantity.
     *
     * @param name its name
     * @param chains the draws of each chain, in their order
     * @throws IllegalArgumentException if there are no chains, they differ in length, they have fewer than 4 draws, a draw is not finite, or
     *     all draws are equal
     */
    public static ChainDiagnostics of(String name, double[]... chains) {
        int length = chains.length == 0 ? 0 : chains[0].length;
        if (length < SHORTEST || Arrays.stream(chains).anyMatch(chain -> chain.length != length)) {
            throw new IllegalArgumentException("diagnostics of chains of "
                    + Arrays.stream(chains).map(chain -> chain.length).toList() + " draws of '" + name
                    + "': expected at least one chain of " + SHORTEST + " draws or more, and the same length for all");
        }
        double[] all = Arrays.stream(chains).flatMapToDouble(Arrays::stream).toArray();
        OptionalDouble infinite =
                Arrays.stream(all).filter(draw -> !Double.isFinite(draw)).findFirst();
        if (infinite.isPresent() || Arrays.stream(all).distinct().count() == 1) {
            throw new IllegalArgumentException(
                    "diagnostics of '" + name + "', " + (infinite.isPresent() ? "one" : "each") + " of whose draws is "
                            + infinite.orElse(all[0])
                            + ": expected finite numbers that differ; look at the prior and the start of the chains");
        }
        double[][] halves =
                Arrays.stream(chains).flatMap(ChainDiagnostics::halves).toArray(double[][]::new);
        NormalRanks bulk = NormalRanks.of(halves);
        double median = median(halves);
        NormalRanks folded = NormalRanks.of(Arrays.stream(halves)
                .map(half -> Arrays.stream(half).map(v -> Math.abs(v - median)).toArray())
                .toArray(double[][]::new));
        return new ChainDiagnostics(name, Math.max(bulk.rHat(), folded.rHat()), bulk.effectiveSize());
    }

    private static List<String> names(ParameterChain chain) {
        return chain.posterior().likelihood().parameters().stream()
                .map(each -> each.name())
                .toList();
    }

    /** Returns both halves of a chain, without the middle draw if their number is odd. */
    private static Stream<double[]> halves(double... chain) {
        int half = chain.length / 2;
        return Stream.of(Arrays.copyOf(chain, half), Arrays.copyOfRange(chain, chain.length - half, chain.length));
    }

    private static double median(double[]... chains) {
        double[] sorted =
                Arrays.stream(chains).flatMapToDouble(Arrays::stream).sorted().toArray();
        return IntStream.of((sorted.length - 1) / 2, sorted.length / 2)
                .mapToDouble(i -> sorted[i])
                .average()
                .orElseThrow();
    }

    /** Returns whether the chains agree. */
    public boolean converged() {
        return rHat <= LARGEST_R_HAT;
    }

    /** Returns the result in words, with advice if the chains disagree. */
    @Override
    public String toString() {
        String found =
                String.format(Locale.ROOT, "R-hat of '%s' = %.3f, effective size %.0f", parameter, rHat, effectiveSize);
        return converged()
                ? found
                : found + ": the chains disagree; run them longer, or start them closer to the modes of the posterior";
    }
}
