package io.relais.security;

import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.PasswordPolicyResult;
import org.camunda.bpm.engine.identity.User;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Outside the demo, the one person that an installation starts with; everybody else is made by that person in Camunda Admin. */
@Component
@Profile("!demo")
class FirstAdministrator implements People {

    /** The first administrator, from {@code RELAIS_ADMIN_USERNAME} and {@code RELAIS_ADMIN_PASSWORD}; no longer needed once there is one. */
    @ConfigurationProperties("relais.admin")
    record Configured(String username, String password) {

        boolean complete() {
            return username != null && !username.isBlank() && password != null && !password.isBlank();
        }

        @Override
        public String toString() {
            return "first administrator " + username;
        }
    }

    private final IdentityService identityService;
    private final Configured configured;

    FirstAdministrator(IdentityService identityService, Configured configured) {
        this.identityService = identityService;
        this.configured = configured;
    }

    @Override
    @Transactional
    public List<String> setUp() {
        String administrators = Role.ADMINISTRATOR.group();
        if (identityService.createUserQuery().memberOfGroup(administrators).count() > 0) {
            return List.of();
        }
        if (!configured.complete()) {
            return List.of(
                    "There is no administrator yet. Set RELAIS_ADMIN_USERNAME and RELAIS_ADMIN_PASSWORD for the first one.");
        }
        String name = configured.username();
        if (!name.matches("[a-zA-Z0-9@._-]{1,64}")) {
            return List.of("RELAIS_ADMIN_USERNAME may have letters without accents, digits and @ . _ - only.");
        }
        if (identityService.createUserQuery().userId(name).count() == 0) {
            User user = identityService.newUser(name);
            user.setFirstName(name);
            user.setLastName("");
            PasswordPolicyResult check = identityService.checkPasswordAgainstPolicy(configured.password(), user);
            if (!check.isValid() || DemoPeople.PASSWORD.equals(configured.password())) {
                return List.of(
                        "RELAIS_ADMIN_PASSWORD is too weak. It needs at least 10 characters, with upper and lower case,"
                                + " a digit and a special character, and must contain neither the user name nor be the demo’s.");
            }
            user.setPassword(configured.password());
            identityService.saveUser(user);
        }
        identityService.createMembership(name, administrators);
        return List.of();
    }
}
