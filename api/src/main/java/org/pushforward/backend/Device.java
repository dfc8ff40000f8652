package org.pushforward.backend;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pushforward.Stability;

/**
 * A device that an engine computes on.
 *
 * @param processor the kind of processor
 * @param index the number of the device among its kind, from 0
 */
@Stability(Stability.Level.STABLE)
public record Device(Processor processor, int index) {
    private static final Pattern NAME = Pattern.compile("(cpu|gpu)(?::(\\d{1,4}))?");

    /** The kind of processor. */
    public enum Processor {
        /** The host's processor. */
        CPU,
        /** A CUDA graphics processor. */
        GPU
    }

    /** Refuses null, a negative index, and an index other than 0 for the CPU. */
    public Device {
        Objects.requireNonNull(processor, "processor");
        if (index < 0 || processor == Processor.CPU && index != 0) {
            throw new IllegalArgumentException("device index " + index + " of " + processor + ": expected "
                    + (processor == Processor.CPU ? "0" : "0 or more"));
        }
    }

    /** Returns the CPU. */
    public static Device cpu() {
        return new Device(Processor.CPU, 0);
    }

    /** Returns a GPU. */
    public static Device gpu(int index) {
        return new Device(Processor.GPU, index);
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
        return matcher.group(1).equals("cpu") ? new Device(Processor.CPU, index) : gpu(index);
    }

    /** Returns whether this is the host's processor. */
    public boolean isCpu() {
        return processor == Processor.CPU;
    }

    /** Returns whether this is a CUDA graphics processor. */
    public boolean isGpu() {
        return processor == Processor.GPU;
    }

    /** Returns the name, such as {@code gpu:0}. */
    @Override
    public String toString() {
        return isCpu() ? "cpu" : "gpu:" + index;
    }
}
