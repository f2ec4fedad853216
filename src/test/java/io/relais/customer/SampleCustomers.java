package io.relais.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.order.SampleOrders;
import io.relais.partnership.Resellers;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.validation.MapBindingResult;

/** Customers for tests, made by the face. */
public final class SampleCustomers {

    public static final AgreementAttestation AGREEMENT =
            new AgreementAttestation("Jo", "Martin", "jo@martin.example", null, LocalDate.of(2026, 1, 15));

    private final Customers customers;
    private final Resellers resellers;

    public SampleCustomers(ApplicationContext context) {
        this.customers = context.getBean(Customers.class);
        this.resellers = context.getBean(Resellers.class);
    }

    /** A customer with an administrator, as an order makes it. */
    public UUID open(String company, UUID reseller, String... tags) {
        String domain = SampleOrders.freshDomain();
        UUID customer = customers.open(SampleOrders.details(company, domain), AGREEMENT, reseller, "sam");
        customers.openAdminAccount(customer, domain, UUID.randomUUID());
        Arrays.stream(tags).forEach(tag -> tag(customer, tag));
        return customer;
    }

    /** A customer that existed before. */
    public UUID existing(String company, UUID reseller, String... otherDomains) {
        return customers.openExisting(
                SampleOrders.details(company, SampleOrders.freshDomain()),
                List.of(otherDomains),
                AGREEMENT,
                reseller,
                false,
                "jo@martin.example");
    }

    public void tag(UUID customer, String tag) {
        MapBindingResult errors = new MapBindingResult(Map.of(), "tag");
        customers.tag(customer, tag, errors);
        assertThat(errors.hasErrors()).as(errors.toString()).isFalse();
    }

    /** One of the demo's active resellers: Nuage Atlantique, then Brabant Cloud Services. */
    public UUID reseller(int number) {
        return resellers.selectable("530010" + (number + 1), 1).get(0).id();
    }
}
