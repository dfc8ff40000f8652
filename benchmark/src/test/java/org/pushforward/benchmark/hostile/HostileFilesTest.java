package org.pushforward.benchmark.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.random.RandomKey;

/**
 * Every reader either refuses a damaged file with an error that names it, or reads finite numbers. It never fails in another way, never
 * takes a second of processor time or more than 64 MiB of memory for a file of some kilobytes, and with a checksum it never reads anything
 * but the original content.
 */
class HostileFilesTest {
    private static final RandomKey KEY = RandomKey.of(13);
    private static final long MOST_NANOS = 1_000_000_000L;
    private static final long MOST_BYTES = 64L << 20;
    private static final int SHOWN = 5;

    @TempDir
    private static Path shared;

    private static List<HostileFormat> all;

    @TempDir
    Path folder;

    private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Map<Integer, Object> originals = new HashMap<>();
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    private final StringBuilder failures = new StringBuilder();
    private int failed;

    /** What a reader did. */
    private enum Outcome {
        REFUSED_BY_NAME,
        READ_AND_EQUAL,
        READ_OTHER_FINITE_NUMBERS,
        FAILED
    }

    @BeforeAll
    static void makeExamples() throws IOException {
        all = new ExampleFiles(shared).formats();
    }

    /** Returns the formats, or those whose names begin with {@code -Dhostile.format=NAME}. */
    static Stream<HostileFormat> formats() {
        String chosen = System.getProperty("hostile.format", "");
        return all.stream().filter(format -> format.name().startsWith(chosen));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formats")
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void damagedFilesAreRefusedByName(HostileFormat format) throws IOException {
        readUnchanged(format);
        mutate(format, 64);
        assertThat(failed).as(failures.toString()).isZero();
    }

    @Tag("acceptance")
    @ParameterizedTest(name = "{0}")
    @MethodSource("formats")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void manyDamagedFilesAreRefusedByName(HostileFormat format, TestReporter reporter) throws IOException {
        readUnchanged(format);
        for (int i = 0; i < format.examples().size(); i++) {
            truncateEverywhere(format, i);
            flipEveryBit(format, i);
        }
        mutate(format, 5000);
        int tried = counts.values().stream().mapToInt(Integer::intValue).sum();
        reporter.publishEntry(format.name(), tried + " files: " + counts);
        assertThat(failed).as(failures.toString()).isZero();
    }

    private void readUnchanged(HostileFormat format) throws IOException {
        for (int i = 0; i < format.examples().size(); i++) {
            attempt(format, i, format.examples().get(i), "unchanged");
        }
        assertThat(counts)
                .as(failures.toString())
                .containsOnlyKeys(Outcome.READ_AND_EQUAL)
                .containsValue(format.examples().size());
    }

    private void truncateEverywhere(HostileFormat format, int example) throws IOException {
        byte[] whole = format.examples().get(example);
        for (int length = 0; length < Math.min(whole.length, 4096); length++) {
            attempt(format, example, Arrays.copyOf(whole, length), "truncated to " + length + " bytes");
        }
    }

    private void flipEveryBit(HostileFormat format, int example) throws IOException {
        byte[] whole = format.examples().get(example);
        for (int bit = 0; bit < 8 * Math.min(whole.length, 512); bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            attempt(format, example, flipped, "bit " + bit + " flipped");
        }
    }

    private void mutate(HostileFormat format, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            UniformRandomProvider random = KEY.fold(format.name()).fold(i).stream();
            int example = random.nextInt(format.examples().size());
            Mutation mutation = Mutation.values()[i % Mutation.values().length];
            byte[] changed = mutation.of(format.examples().get(example), random);
            attempt(format, example, changed, mutation + " " + i);
        }
    }

    private void attempt(HostileFormat format, int example, byte[] content, String what) throws IOException {
        Path place = Files.createDirectory(folder.resolve("f"));
        Path path = format.writer().write(place, content);
        long nanos = thread.getCurrentThreadCpuTime();
        long bytes = thread.getCurrentThreadAllocatedBytes();
        Outcome outcome = Outcome.FAILED;
        String how;
        try {
            HostileFormat.Content read = format.reader().read(path);
            boolean equal = read.value().equals(original(format, example));
            how = equal ? "equal" : "read without an error";
            if (equal) {
                outcome = Outcome.READ_AND_EQUAL;
            } else if (!format.guarded() && read.isFinite()) {
                outcome = Outcome.READ_OTHER_FINITE_NUMBERS;
            }
        } catch (RuntimeException | Error e) {
            how = e.toString();
            boolean named = e.getMessage() != null
                    && e.getMessage().contains(path.getFileName().toString());
            if (named && format.refusals().stream().anyMatch(type -> type.isInstance(e))) {
                outcome = Outcome.REFUSED_BY_NAME;
            }
        }
        nanos = thread.getCurrentThreadCpuTime() - nanos;
        bytes = thread.getCurrentThreadAllocatedBytes() - bytes;
        if (nanos > MOST_NANOS || bytes > MOST_BYTES) {
            outcome = Outcome.FAILED;
            how += " after " + nanos / 1_000_000 + " ms and " + bytes + " bytes";
        }
        counts.merge(outcome, 1, Integer::sum);
        if (outcome == Outcome.FAILED && ++failed <= SHOWN) {
            failures.append(format.name() + ", example " + example + ", " + what + ": " + how + "\n");
        }
        delete(place);
    }

    private Object original(HostileFormat format, int example) throws IOException {
        if (!originals.containsKey(example)) {
            Path place = Files.createDirectory(folder.resolve("original-" + example));
            Path path = format.writer().write(place, format.examples().get(example));
            originals.put(example, format.reader().read(path).value());
        }
        return originals.get(example);
    }

    private static void delete(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
