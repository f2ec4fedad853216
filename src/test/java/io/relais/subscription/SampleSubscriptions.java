package io.relais.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.catalog.CatalogItem;
import io.relais.customer.CustomerFilter;
import io.relais.customer.Customers;
import io.relais.order.SampleOrders;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.context.ApplicationContext;
import org.springframework.validation.Errors;
import org.springframework.validation.MapBindingResult;
import org.springframework.validation.ObjectError;

/** Customers with subscriptions, by the faces that orders and pages use, and a clock to turn. */
public final class SampleSubscriptions {

    /** A trial of Business Premium, with the SKU it becomes. */
    static final String TRIAL = SampleOrders.PREMIUM_TRIAL;

    private final ApplicationContext context;
    private final SampleOrders orders;

    public SampleSubscriptions(ApplicationContext context) {
        this.context = context;
        this.orders = new SampleOrders(context);
    }

    /** A French customer that has nothing but ten licenses of Business Basic. */
    public UUID customer(UUID reseller) {
        String domain = SampleOrders.freshDomain();
        SampleOrders.as("sam", () -> {
            orders.placed("Contoso " + domain, domain, reseller);
            return null;
        });
        return context.getBean(Customers.class)
                .list(new CustomerFilter(domain, null, null), null, null, 1)
                .rows()
                .get(0)
                .id();
    }

    public Subscription start(UUID customer, String sku, String term, String billing, int licenses, UUID onRecord) {
        return start(customer, orders.offer(sku, term, billing), licenses, onRecord);
    }

    Subscription start(UUID customer, CatalogItem offer, int licenses, UUID onRecord) {
        UUID order = UUID.randomUUID();
        subscriptions().start(customer, order, List.of(new Subscriptions.Line(offer, licenses, onRecord)), "sam");
        return subscriptions().ofCustomer(customer).stream()
                .filter(one -> one.getOrderId().equals(order))
                .findFirst()
                .orElseThrow();
    }

    /** Licenses of Business Premium for a year, paid in advance. */
    public Subscription premium(int licenses) {
        return start(customer(null), SampleOrders.PREMIUM, "P1Y", "annual", licenses, null);
    }

    public Subscription now(UUID id) {
        return subscriptions().find(id).orElseThrow();
    }

    public Subscriptions subscriptions() {
        return context.getBean(Subscriptions.class);
    }

    public SubscriptionChanges changes() {
        return context.getBean(SubscriptionChanges.class);
    }

    public SampleOrders orders() {
        return orders;
    }

    static void turnTo(Instant instant) {
        ClockUtil.setCurrentTime(Date.from(instant));
    }

    static void later(Duration duration) {
        turnTo(ClockUtil.getCurrentTime().toInstant().plus(duration));
    }

    static Errors errors() {
        return new MapBindingResult(new HashMap<>(), "form");
    }

    static void fine(Errors errors) {
        assertThat(errors.getAllErrors()).isEmpty();
    }

    static void refused(Errors errors, String code) {
        assertThat(errors.getAllErrors()).extracting(ObjectError::getCode).contains(code);
    }
}
