package io.relais.subscription;

import io.relais.customer.CustomerTies;
import io.relais.web.Formats;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** A customer can't leave while a subscription is billed; a suspended one is billed, too (domain.md F-25). */
@Component
class CustomersSubscriptions implements CustomerTies {

    private final SubscriptionRepository subscriptions;

    private final Formats formats;

    CustomersSubscriptions(SubscriptionRepository subscriptions, Formats formats) {
        this.subscriptions = subscriptions;
        this.formats = formats;
    }

    @Override
    @Transactional(readOnly = true)
    public List<Tie> inTheWay(UUID customer) {
        return subscriptions.findByCustomerIdOrderByTitleAscIdAsc(customer).stream()
                .filter(subscription -> subscription.getState().billed())
                .map(subscription -> new Tie(
                        "subscription.tie." + (subscription.isTrial() ? "TRIAL" : subscription.getState()),
                        List.of(subscription.name(), formats.time(subscription.getTermEndsAt())),
                        "/subscriptions/" + subscription.getId()))
                .toList();
    }
}
