package org.pushforward.benchmark.infer.config;

import java.util.Optional;
import org.pushforward.settings.ChosenBy;
import org.pushforward.settings.Kind;
import org.pushforward.settings.SettingException;
import org.pushforward.zoo.field.transform.FieldTransform;
import org.pushforward.zoo.field.transform.Logarithm;
import org.pushforward.zoo.field.transform.NormalScore;
import org.pushforward.zoo.field.transform.SquareRoot;

/** The map from data to values that are roughly normal. Predictions are mapped back to the unit of the data. */
@ChosenBy("kind")
public sealed interface TransformSettings {

    /**
     * Returns the transform, or empty for none.
     *
     * @param data the values of the gauges, to which a normal score is fitted
     */
    Optional<FieldTransform> of(double... data);

    /** The data are roughly normal. */
    @Kind("none")
    record None() implements TransformSettings {
        @Override
        public Optional<FieldTransform> of(double... data) {
            return Optional.empty();
        }
    }

    /**
     * The logarithm of the data plus an offset.
     *
     * @param offset 0 or more; positive if the data contain 0
     */
    @Kind("log")
    record Shifted(double offset) implements TransformSettings {
        /** No offset. */
        public Shifted() {
            this(0);
        }

        /** Refuses a negative offset. */
        public Shifted {
            SettingException.unless(
                    offset >= 0 && Double.isFinite(offset), "offset", offset, "a finite number of 0 or more");
        }

        @Override
        public Optional<FieldTransform> of(double... data) {
            return Optional.of(new Logarithm(offset));
        }
    }

    /** The square root of the data, which may contain 0. */
    @Kind("square-root")
    record Rooted() implements TransformSettings {
        @Override
        public Optional<FieldTransform> of(double... data) {
            return Optional.of(new SquareRoot());
        }
    }

    /**
     * The normal quantile of the rank among the gauges. Choose it with 30 gauges or more.
     *
     * @param lower the lowest possible value; by default there is none
     */
    @Kind("normal-score")
    record Ranked(Optional<Double> lower) implements TransformSettings {
        /** No lower bound. */
        public Ranked() {
            this(Optional.empty());
        }

        @Override
        public Optional<FieldTransform> of(double... data) {
            return Optional.of(NormalScore.of(lower.orElse(Double.NEGATIVE_INFINITY), data));
        }
    }
}
