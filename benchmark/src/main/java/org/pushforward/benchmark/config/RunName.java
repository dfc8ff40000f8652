package org.pushforward.benchmark.config;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.pushforward.settings.SettingException;

/** The names of runs, which are also the names of their folders. */
public final class RunName {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    /** The longest name made from a file, which leaves room for a number. */
    private static final int LONGEST = 90;

    private RunName() {}

    /**
     * Checks a name.
     *
     * @throws SettingException if it is not suitable for a folder
     */
    public static void check(String name) {
        SettingException.unless(
                VALID.matcher(name).matches(),
                "name",
                "'" + name.replaceAll("\\p{Cntrl}", "?") + "'",
                "1 to 100 letters, digits, '.', '-' and '_', beginning with a letter or a digit");
    }

    /** Returns a valid name made from the name of a file without its extension and a suffix; if nothing is left of both, "run". */
    public static String of(Path file, String suffix) {
        String stem = file.toAbsolutePath().normalize().getFileName().toString().replaceFirst("\\.[^.]*$", "");
        String plain = (stem + suffix).replaceAll("[^A-Za-z0-9._-]+", "-").replaceFirst("^[^A-Za-z0-9]+", "");
        return plain.isEmpty() ? "run" : plain.substring(0, Math.min(LONGEST, plain.length()));
    }
}
