package org.pushforward.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.pushforward.Stability;

/** The name that selects a record among the implementations of an interface marked {@link ChosenBy}. */
@Stability(Stability.Level.EXPERIMENTAL)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Kind {
    /** Returns the name, in lower case with hyphens. */
    String value();
}
