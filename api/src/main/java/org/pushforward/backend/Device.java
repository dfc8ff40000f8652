package org.pushforward.backend;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pushforward.Stability;

/**
 * A device that an engine computes on.
 *
 * @param kind the kind of processor
 * @param index the number of the device among its kind, from 0
 */
@Stability(Stability.Level.STABLE)
public record Device(Kind kind, int index) {
    private static final Pattern NAME = Pattern.compile("(cpu|gpu)(?::(\\d{1,4}))?");

    /** The kind of processor. */
    public enum Kind {
        /** The host's processor. */
        CPU,
        /** A CUDA graphics processor. */
        GPU
    }

    /** Refuses null, a negative index, and an index other than 0 for the CPU. */
    public Device {
        Objects.requireNonNull(kind, "kind");
        if (index < 0 || kind == Kind.CPU && index != 0) {
            throw new IllegalArgumentException(
                    "device index " + index + " of " + kind + ": expected " + (kind == Kind.CPU ? "0" : "0 or more"));
        }
    }

    /** Returns the CPU. */
    public static Device cpu() {
        return new Device(Kind.CPU, 0);
    }

    /** Returns a GPU. */
    public static Device gpu(int index) {
        return new Device(Kind.GPU, index);
    }

    /**
     * Returns the device with a name, for example {@code cpu}, {@code gpu} or {@code gpu:1}.
     *
     * @throws IllegalArgumentException if the name is not of this form
     */
    public static Device parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("device '" + name + "': expected cpu, gpu or gpu:N");
        }
        int index = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        return matcher.group(1).equals("cpu") ? new Device(Kind.CPU, index) : gpu(index);
    }

    /** Returns the name, such as {@code gpu:0}. */
    @Override
    public String toString() {
        return kind == Kind.CPU ? "cpu" : "gpu:" + index;
    }
}
