package io.relais.security;

import org.springframework.security.core.Authentication;

/** Whether sessions of people of resellers and customers still go on. The module that keeps their accounts knows. */
public interface OutsideSessions {

    /** Whether this person's session still goes on; if so, it was used now. */
    boolean goesOn(Authentication person);
}
