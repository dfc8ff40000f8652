package org.pushforward;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** States how far callers may rely on a public type. Every public type of this module has this annotation. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Stability(Stability.Level.STABLE)
public @interface Stability {

    /** How far callers may rely on a type. */
    @Stability(Stability.Level.STABLE)
    enum Level {
        /** It changes only with a new major version. */
        STABLE,
        /** It may change with any minor version; the changelog says so. */
        EXPERIMENTAL
    }

    /** Returns the level. */
    Level value();
}
