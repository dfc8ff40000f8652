package org.pushforward.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the launcher for Windows by Wine's command interpreter, with a program in place of Java that records how it was called. Debian's
 * packages are wine, wine64 and gcc-mingw-w64-x86-64-win32.
 */
@Tag("acceptance")
class WindowsLauncherTest {
    private static final String COMPILER = "x86_64-w64-mingw32-gcc";

    /** Wine's own folder. Its links lead out of it, so it is no temporary folder that JUnit deletes. */
    private static final Path PREFIX = Path.of("target", "wine").toAbsolutePath();

    @TempDir
    private Path folder;

    private Path home;
    private Path arguments;

    private record Ending(int code, String errors) {}

    @BeforeEach
    void install() throws Exception {
        assumeThat(Stream.of("wine", COMPILER).allMatch(WindowsLauncherTest::isInstalled))
                .as("Wine and " + COMPILER + " are installed")
                .isTrue();
        home = Files.createDirectories(folder.resolve("home"));
        arguments = folder.resolve("arguments.txt");
        Files.copy(Path.of("../distribution/src/main/scripts/pushforward.cmd"), home.resolve("pushforward.cmd"));
        Path bin = Files.createDirectories(folder.resolve("jdk/bin"));
        Path source = folder.resolve("java.c");
        try (InputStream in = WindowsLauncherTest.class.getResourceAsStream("windows/java.c")) {
            Files.copy(in, source);
        }
        assertThat(end(new ProcessBuilder(
                                COMPILER, "-o", bin.resolve("java.exe").toString(), source.toString()))
                        .code())
                .isZero();
    }

    @Test
    void argumentsReachJavaAsTheyWereTyped() throws Exception {
        assertThat(launch(Map.of(), "infer", "a b.yaml", "--set", "transform=log"))
                .isEqualTo(new Ending(0, ""));
        assertThat(Files.readAllLines(arguments))
                .containsSequence("-cp", windows(home) + "\\lib\\*", "org.pushforward.benchmark.cli.Pushforward")
                .containsSequence("infer", "a b.yaml", "--set", "transform=log", "true", "2");
    }

    @Test
    void foldersMayHaveSpaces() throws Exception {
        Path other = Files.createDirectories(folder.resolve("with space (x86)")).resolve("pushforward.cmd");
        Files.copy(home.resolve("pushforward.cmd"), other);
        call(other, "infer \"--set=grid={cell: 2}\"");
        assertThat(Files.readAllLines(arguments))
                .containsSequence("-cp", windows(other.getParent()) + "\\lib\\*")
                .containsSequence("infer", "--set=grid={cell: 2}");
    }

    @Test
    void theExitCodeIsThatOfJava() throws Exception {
        assertThat(launch(Map.of("CODE", "130"), "families").code()).isEqualTo(130);
    }

    @Test
    void aVariableOfTheUserIsKept() throws Exception {
        launch(Map.of("TF_CPP_MIN_LOG_LEVEL", "0"), "families");
        assertThat(Files.readAllLines(arguments)).endsWith("0");
    }

    @Test
    void anOldJavaIsRefused() throws Exception {
        Ending ending = launch(Map.of("OLD", "1"), "families");
        assertThat(ending.code()).isEqualTo(1);
        assertThat(ending.errors()).contains("Java 17 or later is needed", "java.exe", "set JAVA_HOME");
        assertThat(arguments).doesNotExist();
    }

    private Ending launch(Map<String, String> variables, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("wine", "cmd", "/c", windows(home) + "\\pushforward.cmd"));
        command.addAll(List.of(words));
        return wine(variables, command);
    }

    /** Calls the launcher from another script, as a path with spaces requires. */
    private void call(Path launcher, String words) throws Exception {
        Path script = folder.resolve("start.bat");
        Files.writeString(script, "@call \"" + windows(launcher) + "\" " + words + "\r\n");
        assertThat(wine(Map.of(), List.of("wine", "cmd", "/c", windows(script))))
                .isEqualTo(new Ending(0, ""));
    }

    private Ending wine(Map<String, String> variables, List<String> command) throws Exception {
        ProcessBuilder wine = new ProcessBuilder(command);
        wine.environment().putAll(variables);
        wine.environment()
                .putAll(Map.of(
                        "WINEDEBUG", "-all",
                        "WINEPREFIX", PREFIX.toString(),
                        "JAVA_HOME", windows(folder.resolve("jdk")),
                        "ARGUMENTS", windows(arguments)));
        return end(wine);
    }

    private static String windows(Path path) {
        return "Z:" + path.toAbsolutePath().toString().replace('/', '\\');
    }

    private Ending end(ProcessBuilder command) throws Exception {
        Path errors = folder.resolve("errors.txt");
        Process process = command.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES))
                .as("%s ends", command.command())
                .isTrue();
        // Wine says once that it made its folder.
        String text = Files.readAllLines(errors).stream()
                .filter(line -> !line.startsWith("wine:"))
                .collect(Collectors.joining("\n"));
        return new Ending(process.exitValue(), text.strip());
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    }
}
