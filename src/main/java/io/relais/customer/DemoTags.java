package io.relais.customer;

import io.relais.audit.AuditTrail;
import io.relais.security.ActingAs;
import java.util.List;
import java.util.Map;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.validation.MapBindingResult;

/** Tags for two of the made-up customers, once. */
@Component
@Profile("demo")
@Order(40)
class DemoTags implements ApplicationRunner {

    private static final Map<String, List<String>> TAGS =
            Map.of("kerval", List.of("VIP", "Retail"), "hafenwerft", List.of("VIP"));

    private final CustomerRepository repository;
    private final Customers customers;
    private final AuditTrail audit;

    DemoTags(CustomerRepository repository, Customers customers, AuditTrail audit) {
        this.repository = repository;
        this.customers = customers;
        this.audit = audit;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        ActingAs.run(
                "sofia",
                () -> TAGS.forEach((domain, tags) -> repository
                        .findByDetailsDomainPrefix(domain)
                        .filter(Customer::isCurrent)
                        .filter(customer -> audit.of(Customers.OBJECT, customer.getId(), 100).stream()
                                .noneMatch(line -> line.getAction().equals("add_customer_tag")))
                        .ifPresent(customer -> tags.forEach(
                                tag -> customers.tag(customer.getId(), tag, new MapBindingResult(Map.of(), "tag"))))));
    }
}
