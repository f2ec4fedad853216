package io.relais.security;

import java.io.Serializable;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who is signed in at a reseller's or a customer's side of the counter; a controller takes it as {@code @AuthenticationPrincipal}. Its
 * authorities are the name of its {@link Side} and, for administrators, that name with {@link #ADMINISTRATOR} behind it. It is no user of
 * the process engine and never gets to Camunda's web applications.
 *
 * <p>What is not its party's own does not exist for it: pages find things by {@link #party}, and answer 404 for all else.
 *
 * @param account the account's id, by which two are the same
 * @param party the reseller or the customer that the person belongs to
 * @param userName what the person signs in with, which is also the actor in the audit trail
 * @param administrator whether the person may act for its whole company; else it is an agent of a reseller
 */
public record OutsidePerson(UUID account, Side side, UUID party, String userName, boolean administrator)
        implements AuthenticatedPrincipal, Serializable {

    /** Ends the authority of those who may act for their company: {@code RESELLER_ADMINISTRATOR}, {@code CUSTOMER_ADMINISTRATOR}. */
    public static final String ADMINISTRATOR = "_ADMINISTRATOR";

    /** Who is signed in at an outer side; empty for staff, for nobody, and for work of the engine. */
    public static Optional<OutsidePerson> signedIn() {
        return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
                .map(Authentication::getPrincipal)
                .filter(OutsidePerson.class::isInstance)
                .map(OutsidePerson.class::cast);
    }

    @Override
    public String getName() {
        return userName;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OutsidePerson person && person.account.equals(account);
    }

    @Override
    public int hashCode() {
        return account.hashCode();
    }
}
