package io.relais;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
        assertThat(MODULES.stream()
                        .filter(module -> module.getBasePackage()
                                .getAnnotation(ApplicationModule.class)
                                .map(ApplicationModule::allowedDependencies)
                                .filter(modules -> !List.of(modules).contains(ApplicationModule.OPEN_TOKEN))
                                .isEmpty())
                        .map(module -> module.getIdentifier().toString()))
                .as("modules without allowedDependencies in their package-info")
                .isEmpty();
    }
}
