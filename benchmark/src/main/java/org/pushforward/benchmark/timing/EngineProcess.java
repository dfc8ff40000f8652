package org.pushforward.benchmark.timing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.workload.Size;

/**
 * Times a workload on an engine in a separate JVM, with the options and class path of this one.
 *
 * @param workload the workload
 * @param mode the engine's name
 * @param arguments the program's main class and arguments, except workload and engine
 * @param cancellation requests a stop
 */
public record EngineProcess(String workload, String mode, List<String> arguments, Cancellation cancellation)
        implements Contestant {
    /** Copies the list. */
    public EngineProcess {
        arguments = List.copyOf(arguments);
    }

    /** Returns the arguments that request a size. */
    public static List<String> arguments(Size.Request request) {
        List<String> words = new ArrayList<>();
        request.batch().ifPresent(batch -> words.addAll(List.of("--batch", String.valueOf(batch))));
        request.width().ifPresent(width -> words.addAll(List.of("--width", String.valueOf(width))));
        request.steps().ifPresent(steps -> words.addAll(List.of("--sampler-steps", String.valueOf(steps))));
        return words;
    }

    @Override
    public ObjectNode time() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(arguments);
        command.addAll(List.of("--workloads", workload, "--backends", mode));
        return new Subprocess(cancellation).time(workload, mode, command);
    }
}
