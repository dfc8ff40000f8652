package org.pushforward.benchmark.infer.config;

import java.util.List;
import org.pushforward.settings.ChosenBy;
import org.pushforward.settings.Kind;
import org.pushforward.settings.SettingException;
import org.pushforward.zoo.field.prior.RainPrior;

/** A method that predicts a field from its gauges. */
@ChosenBy("method")
public sealed interface MethodSettings {

    /** Returns the name for tables. */
    String title();

    /** Returns kriging with true and with fitted parameters, full Bayes, the amortized model and moment matching, with their defaults. */
    static List<MethodSettings> usual() {
        return List.of(new TrueKriging(), new FittedKriging(), new FullBayes(), new Amortized(), new MomentMatching());
    }

    private static void checkChains(int chains, int draws, int skipped, int thinning) {
        SettingException.between(2, 100, "chains", chains);
        SettingException.between(4, 100_000, "draws", draws);
        SettingException.between(0, 1_000_000, "skipped", skipped);
        SettingException.between(1, 10_000, "thinning", thinning);
    }

    private static void checkNoiseScale(double scale) {
        SettingException.unless(scale >= 0.5 && scale <= 1.5, "noiseScale", scale, "0.5 to 1.5");
    }

    /** A method whose prior is a learned denoiser, guided by the likelihood of the gauges. */
    interface Guided {
        /** Returns the number of steps of the sampler. */
        int steps();
    }

    /** Kriging with the covariance and the mean of a simulated field: the best that is possible. Left out if they are unknown. */
    @Kind("true-kriging")
    record TrueKriging() implements MethodSettings {
        @Override
        public String title() {
            return "kriging, true parameters";
        }
    }

    /**
     * Kriging with parameters of maximum restricted likelihood and an unknown constant mean. Needs 10 gauges. With more than 1,000, the
     * parameters are fitted to 500 of them, and each cell is predicted from its nearest 64.
     *
     * @param anisotropic whether the range may depend on the direction, if 'covariance' allows it. Fits to fewer than a hundred gauges
     *     find directions that do not exist, so their predictions are worse and their intervals too narrow
     */
    @Kind("kriging")
    record FittedKriging(boolean anisotropic) implements MethodSettings {
        /** The same range in all directions. */
        public FittedKriging() {
            this(false);
        }

        @Override
        public String title() {
            return "kriging, fitted parameters";
        }
    }

    /**
     * Kriging averaged over the posterior of the parameters, which Markov chains draw.
     *
     * @param chains the number of chains from different starts, 2 or more
     * @param draws the number of draws that each chain keeps, 4 or more; the prediction uses at most 100 of all draws
     * @param skipped the number of first draws that each chain discards
     * @param thinning a chain keeps one draw in this many
     */
    @Kind("full-bayes")
    record FullBayes(int chains, int draws, int skipped, int thinning) implements MethodSettings {
        /** Four chains that discard 100 draws, then keep every second draw until each has 100. */
        public FullBayes() {
            this(4, 100, 100, 2);
        }

        /** Refuses values out of range. */
        public FullBayes {
            checkChains(chains, draws, skipped, thinning);
        }

        @Override
        public String title() {
            return "full Bayes";
        }
    }

    /**
     * Full Bayes with covariances that may change from place to place, as in half of the fields of the learned prior's training. On maps
     * whose longer side has 32 cells, it is the exact posterior that the learned ones approximate. For maps of up to 64 x 64 cells.
     *
     * @param chains the number of chains from different starts, 2 or more
     * @param draws the number of draws of the covariance that each chain keeps, 4 or more
     * @param skipped the number of first moves that each chain discards
     * @param thinning a chain keeps one draw in this many
     */
    @Kind("local-bayes")
    record LocalBayes(int chains, int draws, int skipped, int thinning) implements MethodSettings {
        /** Two chains that discard 1,000 moves, then keep every 60th draw until each has 50. */
        public LocalBayes() {
            this(2, 50, 1_000, 60);
        }

        /** Refuses values out of range. */
        public LocalBayes {
            checkChains(chains, draws, skipped, thinning);
        }

        @Override
        public String title() {
            return "full Bayes, local";
        }
    }

    /**
     * A learned denoiser that was trained with gauges as its input.
     *
     * @param steps the number of steps of the sampler, 2 or more
     * @param noiseScale the scale of the fresh noise of the sampler, 0.5 to 1.5: 1 for an exact denoiser, less if the draws of a learned
     *     one vary too much
     */
    @Kind("amortized")
    record Amortized(int steps, double noiseScale) implements MethodSettings {
        /** The sampler of the prior that this program contains: 25 steps with a noise scale of 0.985. */
        public Amortized() {
            this(RainPrior.POSTERIOR_SAMPLING.grid().steps(), RainPrior.POSTERIOR_SAMPLING.noiseScale());
        }

        /** Refuses values out of range. */
        public Amortized {
            SettingException.between(2, 10_000, "steps", steps);
            checkNoiseScale(noiseScale);
        }

        @Override
        public String title() {
            return "learned, amortized";
        }
    }

    /**
     * Moment-matching posterior sampling with the learned prior.
     *
     * @param steps the number of steps of the sampler, 2 or more
     * @param iterations the iterations of GMRES in each step. The Jacobian of a learned denoiser is not exactly a covariance, so more
     *     than 3 do not improve the draws
     * @param noiseScale the scale of the fresh noise of the sampler, 0.5 to 1.5: 1 for an exact denoiser, less if the draws of a learned
     *     one vary too much
     */
    @Kind("mmps")
    record MomentMatching(int steps, int iterations, double noiseScale) implements MethodSettings, Guided {
        /** 25 steps of 3 iterations with a noise scale of 0.993, which was chosen on simulated fields. */
        public MomentMatching() {
            this(25, 3, 0.993);
        }

        /** Refuses values out of range. */
        public MomentMatching {
            SettingException.between(2, 10_000, "steps", steps);
            SettingException.between(1, 1_000, "iterations", iterations);
            checkNoiseScale(noiseScale);
        }

        @Override
        public String title() {
            return "learned, MMPS";
        }
    }

    /**
     * Score-based data assimilation with the learned prior. Each step is bounded by the gauge values. Without this bound, dense gauges make it
     * diverge.
     *
     * @param steps the number of steps of the sampler, 2 or more
     * @param gamma the assumed variance of the clean field at noise level 1, 0 or more
     */
    @Kind("sda")
    record DataAssimilation(int steps, double gamma) implements MethodSettings, Guided {
        /** 50 steps with a gamma of 0.05. */
        public DataAssimilation() {
            this(50, 0.05);
        }

        /** Refuses values out of range. */
        public DataAssimilation {
            SettingException.between(2, 10_000, "steps", steps);
            SettingException.unless(gamma >= 0 && Double.isFinite(gamma), "gamma", gamma, "0 or more");
        }

        @Override
        public String title() {
            return "learned, SDA";
        }
    }

    /**
     * Diffusion posterior sampling with the learned prior. Each step is bounded by the gauge values. Without this bound, precise gauges make
     * it diverge.
     *
     * @param steps the number of steps of the sampler, 2 or more
     */
    @Kind("dps")
    record PosteriorGradient(int steps) implements MethodSettings, Guided {
        /** 50 steps. */
        public PosteriorGradient() {
            this(50);
        }

        /** Refuses values out of range. */
        public PosteriorGradient {
            SettingException.between(2, 10_000, "steps", steps);
        }

        @Override
        public String title() {
            return "learned, DPS";
        }
    }

    /**
     * Twisted sequential Monte Carlo with the learned prior: weighted particles, whose limit for many particles is the posterior.
     *
     * @param steps the number of levels of the sampler, 2 or more
     * @param clouds the number of independent clouds, which share the draws evenly
     * @param particles the number of particles of a cloud, 2 or more
     */
    @Kind("twisted")
    record Twisted(int steps, int clouds, int particles) implements MethodSettings, Guided {
        /** 4 clouds of 32 particles in 50 levels. */
        public Twisted() {
            this(50, 4, 32);
        }

        /** Refuses values out of range. */
        public Twisted {
            SettingException.between(2, 10_000, "steps", steps);
            SettingException.between(1, 1_000, "clouds", clouds);
            SettingException.between(2, 10_000, "particles", particles);
        }

        @Override
        public String title() {
            return "learned, twisted SMC";
        }
    }
}
