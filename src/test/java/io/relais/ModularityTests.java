package io.relais;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/**
 * Who may know whom: each module says so in its {@code package-info}. Nobody reaches into a module's sub-packages, and there are no cycles.
 */
class ModularityTests {

    private static final ApplicationModules MODULES = ApplicationModules.of(RelaisApplication.class);

    @Test
    void modulesUseEachOtherThroughTheirDoorsAndInOneDirection() {
        MODULES.verify();
    }

    @Test
    void everyModuleSaysWhomItUses() {
        assertThat(MODULES.stream()).allSatisfy(module -> assertThat(module.getBasePackage()
                        .getAnnotation(ApplicationModule.class)
                        .map(ApplicationModule::allowedDependencies))
                .as("allowedDependencies in the package-info of %s", module.getIdentifier())
                .hasValueSatisfying(modules -> assertThat(modules).doesNotContain(ApplicationModule.OPEN_TOKEN)));
    }
}
