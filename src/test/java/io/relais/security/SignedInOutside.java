package io.relais.security;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;

import io.relais.account.AccountCard;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** People of resellers and customers in tests of pages, with exactly the authorities that signing in would give. */
public final class SignedInOutside {

    private SignedInOutside() {}

    /** An administrator of this reseller. */
    public static RequestPostProcessor reseller(UUID reseller) {
        return as(new OutsidePerson(UUID.randomUUID(), Side.RESELLER, reseller, "admin@reseller.example", true));
    }

    /** An agent of this reseller. */
    public static RequestPostProcessor agentOf(UUID reseller) {
        return as(new OutsidePerson(UUID.randomUUID(), Side.RESELLER, reseller, "agent@reseller.example", false));
    }

    /** The administrator of this customer. */
    public static RequestPostProcessor customer(UUID customer) {
        return as(
                new OutsidePerson(UUID.randomUUID(), Side.CUSTOMER, customer, "admin@customer.onmicrosoft.com", true));
    }

    public static RequestPostProcessor as(OutsidePerson person) {
        return authentication(token(person));
    }

    /** From now on this thread works for an administrator of this reseller. */
    public static void work(UUID reseller) {
        work(new OutsidePerson(UUID.randomUUID(), Side.RESELLER, reseller, "admin@reseller.example", true));
    }

    /** From now on this thread works for this person. */
    public static void work(OutsidePerson person) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(token(person));
        SecurityContextHolder.setContext(context);
    }

    /** From now on this thread works for the holder of this account. */
    public static void work(AccountCard account) {
        work(new OutsidePerson(
                account.id(), account.side(), account.party(), account.userName(), account.administrator()));
    }

    private static Authentication token(OutsidePerson person) {
        List<GrantedAuthority> authorities = new ArrayList<>();
        authorities.add(new SimpleGrantedAuthority(person.side().name()));
        if (person.administrator()) {
            authorities.add(new SimpleGrantedAuthority(person.side().name() + OutsidePerson.ADMINISTRATOR));
        }
        return UsernamePasswordAuthenticationToken.authenticated(person, null, authorities);
    }
}
