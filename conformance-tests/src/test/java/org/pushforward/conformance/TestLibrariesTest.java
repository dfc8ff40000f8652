package org.pushforward.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pushforward.conformance.report.Column;
import org.pushforward.conformance.report.RuleResult;

/** The kit needs JUnit in its adapter alone, and AssertJ nowhere. */
class TestLibrariesTest {
    private static final String[] TEST_LIBRARIES = {"org.junit..", "org.opentest4j..", "org.assertj.."};

    @Test
    void onlyTheAdapterDependsOnATestLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.pushforward.conformance.junit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(TEST_LIBRARIES)
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("org.pushforward"));
    }

    /** Runs on a class path without test libraries. */
    public static final class Run implements Supplier<String> {
        @Override
        public String get() {
            ConformanceSettings settings = ConformanceSettings.of("reference")
                    .withSections(Set.of(Section.LIFECYCLE, Section.SCORES))
                    .withFilter("-REFUSED");
            try (ConformanceRun run = ConformanceRun.open(settings)) {
                Column column = Column.of(run, run.all(result -> {}), 1);
                return column.total(RuleResult::passed) + " passed, " + column.total(RuleResult::failed) + " failed";
            }
        }
    }

    @Test
    void theKitRunsWithoutTestLibraries() throws Exception {
        URL[] classpath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*(junit|opentest4j|assertj).*\\.jar"))
                .map(TestLibrariesTest::url)
                .toArray(URL[]::new);
        Thread thread = Thread.currentThread();
        ClassLoader usual = thread.getContextClassLoader();
        try (URLClassLoader bare = new URLClassLoader(classpath, ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> bare.loadClass("org.assertj.core.api.Assertions"))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThatThrownBy(() -> bare.loadClass("org.junit.jupiter.api.Test"))
                    .isInstanceOf(ClassNotFoundException.class);
            thread.setContextClassLoader(bare);
            Supplier<?> run = (Supplier<?>)
                    bare.loadClass(Run.class.getName()).getConstructor().newInstance();
            // STATE-REFUSED, STATE-REFUSED-RUN and SCORE-REFUSED.
            assertThat(run.get()).isEqualTo("3 passed, 0 failed");
        } finally {
            thread.setContextClassLoader(usual);
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
        }
    }
}
