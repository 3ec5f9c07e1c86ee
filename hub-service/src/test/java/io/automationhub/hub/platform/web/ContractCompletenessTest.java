package io.automationhub.hub.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.automationhub.hub.platform.web.contract.ContractMatch;
import io.automationhub.hub.platform.web.contract.OpenApiContract;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every operation has a method and every method an operation; nobody needs to register anything for this. */
class ContractCompletenessTest {

    private static final OpenApiContract CONTRACT = OpenApiContract.load();

    @Test
    void contractAndResourcesAgree() {
        ContractMatch match = new ContractMatch(CONTRACT, resources());
        assertThat(match.undeclared()).isEmpty();
        assertThat(match.unserved()).isEmpty();
    }

    @Test
    void aMethodWithoutAnOperationIsNoticed() {
        ContractMatch match = new ContractMatch(CONTRACT, List.of(Stray.class));
        assertThat(match.undeclared()).containsExactly("Stray.get: GET /stray is not in the contract");
        assertThat(match.unserved()).hasSize(CONTRACT.operations().size());
    }

    /** All resource classes of the program itself. */
    private static List<Class<?>> resources() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.automationhub.hub").stream()
                        .filter(found -> found.isAnnotatedWith(Path.class))
                        .<Class<?>>map(JavaClass::reflect)
                        .toList();
    }

    /** In no contract. */
    @Path("/stray")
    public static final class Stray {

        @GET
        public String get() {
            return "";
        }
    }
}
