package io.relais.security;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.springframework.stereotype.Component;

/** Where the staff can be written to. */
@Component
public class StaffAddresses {

    private final IdentityService identityService;

    StaffAddresses(IdentityService identityService) {
        this.identityService = identityService;
    }

    /** The e-mail addresses of all who hold a permission by one of their groups and have an address; each once, sorted. */
    public List<String> holding(Permission permission) {
        return Arrays.stream(Role.values())
                .filter(role -> role.permissions().contains(permission))
                .flatMap(role -> identityService.createUserQuery().memberOfGroup(role.group()).list().stream())
                .map(User::getEmail)
                .filter(email -> email != null && !email.isBlank())
                .map(String::strip)
                .distinct()
                .sorted()
                .toList();
    }

    /** The e-mail address of one person; empty for nobody's name and for who has none. */
    public Optional<String> of(String name) {
        return Optional.ofNullable(
                        identityService.createUserQuery().userId(name).singleResult())
                .map(User::getEmail)
                .filter(email -> !email.isBlank())
                .map(String::strip);
    }
}
