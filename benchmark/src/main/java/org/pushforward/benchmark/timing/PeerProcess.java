package org.pushforward.benchmark.timing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.pushforward.benchmark.workload.Size;
import org.pushforward.benchmark.workload.Workload;
import org.pushforward.backend.Cancellation;

/**
 * Another program that times a workload, by a command to which {@code --workload X --mode M --threads N --seconds S --json
 * FILE} is added, and {@code --batch}, {@code --width} and {@code --sampler-steps} where another size is asked for.
 *
 * @param workload its name of the workload
 * @param mode how it is to run, such as eager or compile
 * @param command the command and its first arguments
 * @param threads the number of threads
 * @param seconds how long it is to time
 * @param size the size that is asked for
 * @param cancellation what asks for a stop
 */
public record PeerProcess(
        String workload,
        String mode,
        List<String> command,
        int threads,
        double seconds,
        Size.Request size,
        Cancellation cancellation)
        implements Contestant {
    private static final String EAGER = "eager";
    private static final List<String> MODES = List.of(EAGER, "compile");

    /** Returns a peer for each mode in which it times a workload. */
    public static List<Contestant> of(
            Workload workload,
            List<String> command,
            int threads,
            double seconds,
            Size.Request size,
            Cancellation cancellation) {
        List<Contestant> peers = new ArrayList<>();
        for (String name : workload.opponents()) {
            // What does a workload in a better way is not compiled.
            for (String mode : name.equals(workload.name()) ? MODES : List.of(EAGER)) {
                peers.add(new PeerProcess(name, mode, command, threads, seconds, size, cancellation));
            }
        }
        return peers;
    }

    @Override
    public ObjectNode time() {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("--workload", workload, "--mode", mode));
        words.addAll(List.of("--threads", String.valueOf(threads), "--seconds", String.valueOf(seconds)));
        words.addAll(EngineProcess.arguments(size));
        return new Subprocess(cancellation).time(workload, mode, words);
    }
}
