package org.pushforward;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Checks that api names no engine, and that its packages are layered. */
class ArchitectureTest {
    private final JavaClasses api = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.pushforward");

    @Test
    void dependsOnTheJdkAndNumbersOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.pushforward..",
                        "org.apache.commons.rng..",
                        "org.apache.commons.numbers..",
                        "com.fasterxml.jackson.core..",
                        "org.ejml..")
                .check(api);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.pushforward.(*)..").should().beFreeOfCycles().check(api);
    }

    @Test
    void layersPointDownwards() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("tensor")
                .definedBy("org.pushforward.tensor..")
                .layer("graph")
                .definedBy("org.pushforward.graph..")
                .layer("random")
                .definedBy("org.pushforward.random..")
                .layer("autodiff")
                .definedBy("org.pushforward.autodiff..")
                .layer("backend")
                .definedBy("org.pushforward.backend..")
                .layer("data")
                .definedBy("org.pushforward.data..")
                .layer("nn")
                .definedBy("org.pushforward.nn..")
                .layer("linalg")
                .definedBy("org.pushforward.linalg..")
                .layer("optim")
                .definedBy("org.pushforward.optim..")
                .layer("distribution")
                .definedBy("org.pushforward.distribution..")
                .layer("settings")
                .definedBy("org.pushforward.settings..")
                .layer("sample")
                .definedBy("org.pushforward.sample..")
                .layer("model")
                .definedBy("org.pushforward.model..")
                .layer("checkpoint")
                .definedBy("org.pushforward.checkpoint..")
                .layer("train")
                .definedBy("org.pushforward.train..")
                .whereLayer("tensor")
                .mayNotAccessAnyLayer()
                .whereLayer("settings")
                .mayNotAccessAnyLayer()
                .whereLayer("graph")
                .mayOnlyAccessLayers("tensor")
                .whereLayer("random")
                .mayOnlyAccessLayers("graph", "tensor")
                .whereLayer("autodiff")
                .mayOnlyAccessLayers("graph", "tensor")
                .whereLayer("backend")
                .mayOnlyAccessLayers("graph", "tensor")
                .whereLayer("data")
                .mayOnlyAccessLayers("graph", "random", "tensor")
                .whereLayer("nn")
                .mayOnlyAccessLayers("data", "graph", "random", "tensor")
                .whereLayer("linalg")
                .mayOnlyAccessLayers("autodiff", "graph", "tensor")
                .whereLayer("optim")
                .mayOnlyAccessLayers("graph", "tensor")
                .whereLayer("distribution")
                .mayOnlyAccessLayers("data", "graph", "random", "settings", "tensor")
                .whereLayer("sample")
                .mayOnlyAccessLayers("backend", "data", "distribution", "graph", "nn", "random", "tensor")
                .whereLayer("model")
                .mayOnlyAccessLayers("data", "distribution", "graph", "nn", "random", "sample", "settings", "tensor")
                .whereLayer("checkpoint")
                .mayOnlyAccessLayers("backend", "data", "distribution", "model", "random", "settings", "tensor")
                .check(api);
    }

    @Test
    void randomNumbersComeFromKeysOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..random..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .orShould()
                .callMethod(Math.class, "random")
                .check(api);
    }

    @Test
    void everyPublicTypeSaysHowStableItIs() {
        classes()
                .that()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .beAnnotatedWith(Stability.class)
                .check(api);
    }
}
