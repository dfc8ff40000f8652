package org.pushforward.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.pushforward.Stability;

/** Marks an interface whose implementing records, each with a {@link Kind}, are selected by the value of one key. */
@Stability(Stability.Level.EXPERIMENTAL)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ChosenBy {
    /** Returns the key, such as {@code family}. */
    String value();
}
