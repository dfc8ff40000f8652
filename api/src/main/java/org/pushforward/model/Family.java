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
 * A family of models as a record: its components are the settings, and {@link #build} makes a model of them.
 *
 * <p>Implementations are public records of plain values and nested specifications, marked {@link Kind}, with a constructor without
 * arguments that holds the defaults. The class is named in {@code META-INF/services/org.pushforward.model.Family} of its jar. That is
 * all: the command line, YAML, reports, checkpoints and the conformance kit find it there.
 */
@Stability(Stability.Level.EXPERIMENTAL)
@ChosenBy("family")
public interface Family {

    /** What a model of a family can give. */
    enum Gives {
        /** An exact log-density. */
        DENSITY,
        /** A lower bound of the log-density. */
        BOUND,
        /** Samples. */
        SAMPLES,
        /** A latent representation of data. */
        ENCODING,
        /** All of these given a context. */
        CONDITIONAL
    }

    /**
     * What readers learn of a family.
     *
     * @param title its name for readers, such as RealNVP
     * @param paper authors and title of the paper that it comes from
     * @param year the year of the paper
     * @param gives what its models give
     * @param shapes which data it takes, in a few words
     */
    record Description(String title, String paper, int year, Set<Gives> gives, String shapes) {
        /** Copies the set, in the order of {@link Gives}. */
        public Description {
            gives = Collections.unmodifiableSet(new TreeSet<>(gives));
        }
    }

    /**
     * A small member of a family with data for it, by which the conformance kit holds engines to the oracle.
     *
     * @param name its name among the examples of all families, in lower case with hyphens
     * @param family the settings
     * @param data the data
     */
    record Example(String name, Family family, DataType data) {}

    /** Returns what readers learn of it. */
    Description description();

    /**
     * Returns a model for data.
     *
     * @throws IllegalArgumentException if the family does not take such data, saying what it takes
     */
    Model build(DataType data);

    /** Returns small members for the conformance kit, at least one. */
    List<Example> examples();

    /** Returns the name by which it is chosen, such as {@code real-nvp}. */
    default String name() {
        return Kinds.nameOf(getClass());
    }

    /**
     * Returns the families that the thread's context class loader knows, each with its defaults, by name in order.
     *
     * @throws IllegalArgumentException if two records claim one name, naming both, or one of them is unfit
     */
    static Map<String, Family> all() {
        return all(Thread.currentThread().getContextClassLoader());
    }

    /**
     * Returns the families that a class loader knows, each with its defaults, by name in order.
     *
     * @throws IllegalArgumentException if two records claim one name, naming both, or one of them is unfit
     */
    static Map<String, Family> all(ClassLoader loader) {
        return Kinds.services(Family.class, loader);
    }
}
