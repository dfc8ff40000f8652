package org.pushforward.benchmark.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The version of this program. */
public final class Version {
    private static final String RESOURCE = "version.txt";

    private Version() {}

    /** Returns the version, such as 0.1.0. */
    public static String current() {
        try (InputStream resource =
                Objects.requireNonNull(Version.class.getResourceAsStream(RESOURCE), "resource " + RESOURCE)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
