package org.pushforward.benchmark.timing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.workload.Size;
import org.pushforward.benchmark.workload.Workload;

/**
 * Another program that times a workload. {@code --workload X --mode M --threads N --seconds S --json FILE} is appended
 * to its command, and {@code --batch},  {@code --width} and {@code --sampler-steps} if another size is requested.
 *
 * @param workload its name of the workload
 * @param mode the mode, such as eager or compile
 * @param command the command and its first arguments
 * @param threads the number of threads
 * @param seconds the duration of the timing
 * @param size the requested size
 * @param cancellation requests a stop
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
            // Better ways to do a workload run in eager mode only.
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
