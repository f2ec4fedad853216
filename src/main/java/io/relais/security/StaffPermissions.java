package io.relais.security;

import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.stereotype.Component;

/**
 * Who of the staff may do what, asked by name: for steps that are completed past their page, where the engine lets every group that works
 * on the process in.
 */
@Component
public class StaffPermissions {

    private final Staff staff;

    StaffPermissions(Staff staff) {
        this.staff = staff;
    }

    public boolean held(String person, Permission permission) {
        return staff.authorities(person).contains(new SimpleGrantedAuthority(permission.name()));
    }
}
