package org.pushforward.benchmark;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which module may import which: the arrows of docs/architecture.md never run backwards. */
class ModuleRulesTest {
    private static final DescribedPredicate<JavaClass> A_BACKEND = resideInAnyPackage(
            "org.pushforward.backend.onnx..", "org.pushforward.backend.tensorflow..", "org.pushforward.backend.djl..");
    private static final DescribedPredicate<JavaClass> ZOO = resideInAPackage("org.pushforward.zoo..");
    private static final DescribedPredicate<JavaClass> METRICS = resideInAPackage("org.pushforward.metrics..");
    private static final DescribedPredicate<JavaClass> BENCHMARK = resideInAPackage("org.pushforward.benchmark..");

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.pushforward");

    private void forbid(DescribedPredicate<JavaClass> from, DescribedPredicate<JavaClass> to) {
        noClasses().that(from).should().dependOnClassesThat(to).check(classes);
    }

    @Test
    void onlyBackendsNameAnEngine() {
        DescribedPredicate<JavaClass> engine =
                resideInAnyPackage("ai.onnxruntime..", "ai.onnx..", "org.tensorflow..", "ai.djl..");
        forbid(not(A_BACKEND), engine);
    }

    @Test
    void nothingDependsOnABackend() {
        forbid(not(A_BACKEND), A_BACKEND);
    }

    @Test
    void modelsDependOnTheApiOnly() {
        forbid(ZOO, METRICS.or(BENCHMARK));
        forbid(METRICS, ZOO.or(BENCHMARK));
        forbid(A_BACKEND, ZOO.or(METRICS).or(BENCHMARK));
    }

    @Test
    void nothingBelowNeedsGuiceOrYaml() {
        forbid(
                not(BENCHMARK),
                resideInAnyPackage(
                        "com.google.inject..", "org.yaml..", "picocli..", "com.fasterxml.jackson.databind.."));
    }

    @Test
    void randomNumbersComeFromKeys() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .orShould()
                .callMethod(Math.class, "random")
                .check(classes);
    }
}
