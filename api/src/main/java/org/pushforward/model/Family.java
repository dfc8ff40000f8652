package org.pushforward.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.pushforward.Stability;
import org.pushforward.settings.ChosenBy;
import org.pushforward.settings.Kind;
import org.pushforward.settings.Kinds;

/**
 * A family of models as a record whose components are the settings; {@link #build} makes a model from them.
 *
 * <p>Implementations are public records of plain values and nested specifications, annotated with {@link Kind}. A no-argument constructor
 * sets the defaults. The file {@code META-INF/services/org.pushforward.model.Family} of the jar names the class. The command line, YAML,
 * reports, checkpoints and the conformance kit find it there.
 */
@Stability(Stability.Level.EXPERIMENTAL)
@ChosenBy("family")
public interface Family {

    /** A capability of the models of a family. */
    enum Gives {
        /** An exact log density. */
        DENSITY,
        /** A lower bound of the log density. */
        BOUND,
        /** Samples. */
        SAMPLES,
        /** A latent representation of data. */
        ENCODING,
        /** Conditioning on a context. */
        CONDITIONAL
    }

    /**
     * A description of a family for readers.
     *
     * @param title its display name, such as RealNVP
     * @param paper the authors and title of its paper
     * @param year the year of the paper
     * @param gives the capabilities of its models
     * @param shapes the data shapes that it supports, in a few words
     */
    record Description(String title, String paper, int year, Set<Gives> gives, String shapes) {
        /** Copies the set, in the order of {@link Gives}. */
        public Description {
            gives = Collections.unmodifiableSet(new TreeSet<>(gives));
        }
    }

    /**
     * A small model of a family with its data type, which the conformance kit uses to compare engines with the oracle.
     *
     * @param name a name that is unique among the examples of all families, in lower case with hyphens
     * @param family the settings
     * @param data the data
     */
    record Example(String name, Family family, DataType data) {}

    /** Returns the description for readers. */
    Description description();

    /**
     * Builds a model for data.
     *
     * @throws IllegalArgumentException if the family does not support the data; the message states the supported data
     */
    Model build(DataType data);

    /** Returns one or more small examples for the conformance kit. */
    List<Example> examples();

    /** Returns the name that selects this family, such as {@code real-nvp}. */
    default String name() {
        return Kinds.nameOf(getClass());
    }

    /**
     * Returns the families that the thread's context class loader knows, each with its defaults, by name in order.
     *
     * @throws IllegalArgumentException if two records have the same name, or one of them is invalid; the message names both
     */
    static Map<String, Family> all() {
        return all(Thread.currentThread().getContextClassLoader());
    }

    /**
     * Returns the families that a class loader knows, each with its defaults, by name in order.
     *
     * @throws IllegalArgumentException if two records have the same name, or one of them is invalid; the message names both
     */
    static Map<String, Family> all(ClassLoader loader) {
        return Kinds.services(Family.class, loader);
    }
}
