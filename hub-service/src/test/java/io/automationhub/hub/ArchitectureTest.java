package io.automationhub.hub;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The shape of the program: which way imports point, and what only one place may do. */
class ArchitectureTest {

    private static final String ROOT = "io.automationhub";
    private static final String FEATURES = ROOT + ".hub.features.";

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void everyModuleIsLookedAt() {
        assertThat(ALL.stream().map(JavaClass::getPackageName).filter(name -> name.startsWith(ROOT)))
                .anyMatch(name -> name.startsWith(ROOT + ".workflows"))
                .anyMatch(name -> name.startsWith(ROOT + ".activities"))
                .anyMatch(name -> name.startsWith(ROOT + ".agents"))
                .anyMatch(name -> name.startsWith(ROOT + ".hub"));
    }

    @Test
    void modulesPointOneWay() {
        neverUse(ROOT + ".workflows..", ROOT + ".activities..", ROOT + ".agents..", ROOT + ".hub..");
        neverUse(ROOT + ".activities..", ROOT + ".agents..", ROOT + ".hub..");
        neverUse(ROOT + ".agents..", ROOT + ".hub..");
    }

    @Test
    void platformKnowsNoFeature() {
        neverUse(ROOT + ".hub.platform..", ROOT + ".hub.features..");
    }

    @Test
    void featuresKeepTheirTablesToThemselves() {
        DescribedPredicate<JavaClass> storage = DescribedPredicate.describe(
                "DAOs and rows of a feature",
                type -> type.getPackageName().startsWith(FEATURES)
                        && (type.getSimpleName().endsWith("Dao")
                                || type.getSimpleName().endsWith("Row")));
        classes()
                .that(storage)
                .should(new ArchCondition<>("be used by their own feature only") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        type.getDirectDependenciesToSelf().stream()
                                .filter(use -> !feature(use.getOriginClass()).equals(feature(type)))
                                .forEach(use -> events.add(SimpleConditionEvent.violated(type, use.getDescription())));
                    }
                })
                .allowEmptyShould(true)
                .check(ALL);
    }

    @Test
    void resourcesKnowNeitherSqlNorTemporal() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Resource")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.sql..", "org.jdbi..", "io.temporal.."))
                .check(ALL);
    }

    @Test
    void packagesHaveNoCycle() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void workflowsDoNoInputOrOutput() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".workflows..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.net..",
                        "java.sql..",
                        "java.nio.file..",
                        "java.nio.channels..",
                        "javax.net..",
                        "org.jdbi..",
                        "org.apache.hc..",
                        "com.github.dockerjava.."))
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.File")
                .check(ALL);
    }

    @Test
    void workflowDefinitionsAreReadWithoutTemporal() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".workflows.definition..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.temporal.."))
                .check(ALL);
    }

    @Test
    void programsAreStartedInFewPlaces() {
        // The edge proxy is a daemon that outlives the hub; the others see to it that nothing is left behind.
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        ROOT + ".activities.process..", ROOT + ".activities.edge..", ROOT + ".hub.platform.embedded..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class)
                .check(ALL);
        noClasses().should().callMethod(Runtime.class, "exec", String.class).check(ALL);
        noClasses().should().callMethod(Runtime.class, "exec", String[].class).check(ALL);
    }

    @Test
    void requestsToOthersGoThroughTheGuard() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".activities..", ROOT + ".agents..")
                .and()
                .resideOutsideOfPackage(ROOT + ".activities.http..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.apache.hc..", "java.net.http.."))
                .orShould()
                .callMethod(java.net.URL.class, "openConnection")
                .check(ALL);
    }

    @Test
    void everyPackageIsNullMarked() {
        TreeSet<String> bare = new TreeSet<>();
        for (JavaClass type : ALL) {
            JavaPackage within = type.getPackage();
            if (!within.isAnnotatedWith(NullMarked.class)) {
                bare.add(within.getName());
            }
        }
        assertThat(bare).isEmpty();
    }

    private static void neverUse(String from, String... to) {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat(resideInAnyPackage(to))
                .allowEmptyShould(true);
        rule.check(ALL);
    }

    private static String feature(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(FEATURES)) {
            return "";
        }
        String rest = name.substring(FEATURES.length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
