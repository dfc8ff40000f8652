package org.pushforward.backend.tensorflow;

import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.pushforward.backend.Device;

/**
 * The cards that TensorFlow sees in this process: those that its backends were opened on, in the order of their first use.
 *
 * <p>A session starts all cards that it sees, and numbers them in the order of its list. In one process a number must always mean the same
 * card. So a session sees the cards of the backends before it and then its own, and a process that names one card leaves the others alone.
 */
final class VisibleCards {
    private static final String KEY = "pushforward.tensorflow.cards";

    private final Properties process;

    /** Examines this process. */
    VisibleCards() {
        this(System.getProperties());
    }

    /** Examines a process that has these properties, in which the list is kept. */
    VisibleCards(Properties process) {
        this.process = process;
    }

    /** Returns what sessions on a card see, which is last; a card that is new to the process is added. */
    List<Integer> of(Device gpu) {
        List<Integer> all = parse((String) process.compute(
                KEY, (key, known) -> known == null ? String.valueOf(gpu.index()) : with(gpu, (String) known)));
        return all.subList(0, all.indexOf(gpu.index()) + 1);
    }

    private static String with(Device gpu, String known) {
        return parse(known).contains(gpu.index()) ? known : known + "," + gpu.index();
    }

    private static List<Integer> parse(String cards) {
        return Arrays.stream(cards.split(",")).map(Integer::valueOf).toList();
    }
}
