package org.pushforward.settings;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.pushforward.Stability;

/** Thrown by the constructor of a record if a component is out of range. */
@Stability(Stability.Level.EXPERIMENTAL)
public final class SettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String component;

    /**
     * Makes an exception for a component.
     *
     * @param component the name of the component, in Java's spelling
     * @param value its value
     * @param expected the expected values, such as {@code 1 or more}
     */
    public SettingException(String component, Object value, String expected) {
        super(KeyName.of(component) + " = " + value + ": expected " + expected);
        this.component = component;
    }

    /**
     * Throws unless a component is in range.
     *
     * @throws SettingException if it is not
     */
    public static void unless(boolean inRange, String component, Object value, String expected) {
        if (!inRange) {
            throw new SettingException(component, value, expected);
        }
    }

    /**
     * Throws unless a number is at least another.
     *
     * @throws SettingException if it is not
     */
    public static void atLeast(long least, String component, long value) {
        unless(value >= least, component, value, least + " or more");
    }

    /**
     * Throws unless a number lies between two others. Call it before allocating anything of that size.
     *
     * @throws SettingException if it does not
     */
    public static void between(long least, long most, String component, long value) {
        unless(value >= least && value <= most, component, value, least + " to " + most);
    }

    /**
     * Throws unless a text is one of some names.
     *
     * @throws SettingException if it is not; the message suggests the nearest name
     */
    public static void unlessNamed(Collection<String> names, String component, String value) {
        String nearest = KeyName.nearest(value, names)
                .map(name -> " (did you mean '" + name + "'?)")
                .orElse("");
        unless(names.contains(value), component, "'" + value + "'", "one of " + String.join(", ", names) + nearest);
    }

    /**
     * Throws unless a list has at least one element and no duplicates.
     *
     * @throws SettingException if the list is empty or has duplicates
     */
    public static void unlessDifferent(List<String> names, String component, String what) {
        unless(!names.isEmpty(), component, "[]", "at least one");
        unless(Set.copyOf(names).size() == names.size(), component, names, "different " + what);
    }

    /** Returns the name of the component. */
    public String component() {
        return component;
    }
}
