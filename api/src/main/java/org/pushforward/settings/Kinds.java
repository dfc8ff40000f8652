package org.pushforward.settings;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.pushforward.Stability;

/** Finds the records that implement an interface marked {@link ChosenBy}. */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Kinds {
    private Kinds() {}

    /**
     * Returns the name that selects a record.
     *
     * @throws IllegalArgumentException if the class is not a record marked {@link Kind}
     */
    public static String nameOf(Class<?> record) {
        Kind kind = record.getAnnotation(Kind.class);
        if (kind == null || !record.isRecord()) {
            throw new IllegalArgumentException(
                    record.getName() + " in " + source(record) + ": expected a record marked @Kind(\"its-name\")");
        }
        return kind.value();
    }

    /**
     * Returns the records of an interface by name. For a sealed interface these are the permitted ones in their order; for any other
     * interface they are the registered services in the order of their names.
     *
     * @param choice an interface marked {@link ChosenBy}
     * @param loader the class loader to search for services
     * @throws IllegalArgumentException if two records have the same name, or one of them is invalid; the message names both
     */
    public static Map<String, Class<?>> of(Class<?> choice, ClassLoader loader) {
        Map<String, Class<?>> kinds = new LinkedHashMap<>();
        if (!choice.isSealed()) {
            services(choice, loader).forEach((name, service) -> kinds.put(name, service.getClass()));
            return kinds;
        }
        for (Class<?> permitted : choice.getPermittedSubclasses()) {
            Class<?> other = kinds.put(nameOf(permitted), permitted);
            if (other != null) {
                throw clash(choice, nameOf(permitted), other, permitted);
            }
        }
        return kinds;
    }

    /**
     * Returns the services of an interface with default settings, ordered by name.
     *
     * @param choice an interface marked {@link ChosenBy}, whose records a jar names in {@code META-INF/services}
     * @param loader the class loader to search
     * @throws IllegalArgumentException if two records have the same name, or one of them is invalid; the message names both
     */
    public static <T> Map<String, T> services(Class<T> choice, ClassLoader loader) {
        Map<String, T> services = new TreeMap<>();
        try {
            for (Iterator<T> found = ServiceLoader.load(choice, loader).iterator(); found.hasNext(); ) {
                T service = found.next();
                T other = services.put(nameOf(service.getClass()), service);
                if (other != null && other.getClass() != service.getClass()) {
                    throw clash(choice, nameOf(service.getClass()), other.getClass(), service.getClass());
                }
            }
        } catch (ServiceConfigurationError e) {
            String cause = e.getCause() == null ? "" : " (" + e.getCause() + ")";
            throw new IllegalArgumentException(
                    "a jar on the class path names an unfit service: " + e.getMessage() + cause
                            + "; expected a public record with a constructor without arguments",
                    e);
        }
        return services;
    }

    private static IllegalArgumentException clash(Class<?> choice, String name, Class<?> first, Class<?> second) {
        return new IllegalArgumentException(
                "two records claim " + choice.getAnnotation(ChosenBy.class).value() + " '" + name
                        + "': " + first.getName() + " in " + source(first) + ", and " + second.getName() + " in "
                        + source(second) + "; remove one of them from the class path");
    }

    private static String source(Class<?> type) {
        var source = type.getProtectionDomain().getCodeSource();
        return source == null ? "the Java runtime" : source.getLocation().toString();
    }
}
