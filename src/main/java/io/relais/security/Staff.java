package io.relais.security;

import java.util.LinkedHashSet;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.stereotype.Component;

/** The provider's people, who are users and groups of the process engine. */
@Component
class Staff {

    private final IdentityService identityService;

    Staff(IdentityService identityService) {
        this.identityService = identityService;
    }

    boolean knows(String name) {
        return identityService.createUserQuery().userId(name).count() > 0;
    }

    /** {@code STAFF}, {@code ROLE_<group>} for every group of the person, and the name of every permission that the groups' roles hold. */
    Set<GrantedAuthority> authorities(String name) {
        Set<GrantedAuthority> authorities = new LinkedHashSet<>();
        authorities.add(new SimpleGrantedAuthority(Side.STAFF.name()));
        for (Group group : identityService.createGroupQuery().groupMember(name).list()) {
            authorities.add(new SimpleGrantedAuthority("ROLE_" + group.getId()));
            Role.ofGroup(group.getId()).ifPresent(role -> role.permissions()
                    .forEach(permission -> authorities.add(new SimpleGrantedAuthority(permission.name()))));
        }
        return authorities;
    }

    boolean passwordFits(String name, String password) {
        return identityService.checkPassword(name, password);
    }
}
