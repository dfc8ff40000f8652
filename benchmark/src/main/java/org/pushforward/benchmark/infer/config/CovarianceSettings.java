package org.pushforward.benchmark.infer.config;

import java.util.Optional;
import org.pushforward.settings.SettingException;

/**
 * The covariances that kriging and full Bayes consider. Their parameters are unknown.
 *
 * @param correlation the kind of correlation
 * @param smoothness the smoothness of a Matern correlation; by default it is unknown, one of 1/2, 1, 3/2, 5/2 and 5
 * @param anisotropic whether the range may depend on the direction
 * @param nugget whether the field may vary between places that are arbitrarily close
 */
public record CovarianceSettings(
        CorrelationKind correlation, Optional<Double> smoothness, boolean anisotropic, boolean nugget) {
    /** A Matern correlation of unknown smoothness whose range depends on the direction, with a nugget. */
    public CovarianceSettings() {
        this(CorrelationKind.MATERN, Optional.empty(), true, true);
    }

    /** Refuses a smoothness out of range, or of another correlation. */
    public CovarianceSettings {
        smoothness.ifPresent(value -> {
            SettingException.unless(value > 0 && value <= 10, "smoothness", value, "a number above 0, up to 10");
            SettingException.unless(
                    correlation == CorrelationKind.MATERN, "smoothness", value, "none, except for 'matern'");
        });
    }

    /** Returns these covariances without those whose range depends on the direction. */
    public CovarianceSettings isotropic() {
        return new CovarianceSettings(correlation, smoothness, false, nugget);
    }

    /** The kinds of correlation. */
    public enum CorrelationKind {
        /** Matern's, with a smoothness. */
        MATERN,
        /** exp(-h). */
        EXPONENTIAL,
        /** Spherical, 0 beyond its range. */
        SPHERICAL,
        /** exp(-h^2), very smooth. */
        SQUARED_EXPONENTIAL
    }
}
