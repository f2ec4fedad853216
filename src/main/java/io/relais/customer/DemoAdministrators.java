package io.relais.customer;

import io.relais.account.Accounts;
import io.relais.account.DemoPasswords;
import io.relais.security.Side;
import java.util.List;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Lets the administrators of two made-up customers sign in at the customers' side. */
@Component
@Profile("demo")
@Order(40)
class DemoAdministrators implements ApplicationRunner {

    private static final List<String> DOMAINS = List.of("kerval", "scheldtlogistics");

    private final CustomerRepository customers;
    private final Accounts accounts;
    private final DemoPasswords passwords;

    DemoAdministrators(CustomerRepository customers, Accounts accounts, DemoPasswords passwords) {
        this.customers = customers;
        this.accounts = accounts;
        this.passwords = passwords;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        DOMAINS.stream()
                .flatMap(domain -> customers.findByDetailsDomainPrefix(domain).stream())
                .flatMap(customer -> accounts.of(Side.CUSTOMER, customer.getId()).stream())
                .forEach(account -> passwords.choose(account.id()));
    }
}
