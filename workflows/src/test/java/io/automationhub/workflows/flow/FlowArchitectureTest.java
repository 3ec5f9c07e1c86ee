package io.automationhub.workflows.flow;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

/** What would make a replay differ from the run, or reach out of a workflow, is not used. */
class FlowArchitectureTest {

    private static final String ROOT = "io.automationhub.workflows";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final ArchRule NO_IO = noClasses()
            .that()
            .resideInAPackage(ROOT + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.sql..", "java.nio.file..", "javax.sql..", "java.util.zip..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.io\\.(File|FileInputStream|FileOutputStream|FileReader|FileWriter|RandomAccessFile)");

    private static final ArchRule NO_CHANCE = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".definition..", ROOT + ".flow..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(
                    Clock.class,
                    Thread.class,
                    ExecutorService.class,
                    CompletableFuture.class,
                    java.util.Random.class,
                    HashMap.class,
                    HashSet.class);

    @Test
    void nothingReachesOut() {
        NO_IO.check(CLASSES);
    }

    @Test
    void nothingIsLeftToChance() {
        NO_CHANCE.check(CLASSES);
    }

    @Test
    void packagesHaveNoCycle() {
        SlicesRuleDefinition.slices()
                .matching(ROOT + ".(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void theRulesCatchWhatTheyAreFor() {
        JavaClasses careless = new ClassFileImporter().importClasses(Careless.class);
        assertThatThrownBy(() -> NO_IO.check(careless)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> NO_CHANCE.check(careless)).isInstanceOf(AssertionError.class);
    }

    /** Does all of it. */
    static final class Careless {
        Object chance() {
            return new HashMap<>(java.util.Map.of(Instant.now(), new java.io.File("x")));
        }
    }
}
