package io.relais.subscription;

import io.relais.partnership.ResellerCount;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** On how many subscriptions a reseller is on record, for the list of resellers. */
@Component
class SubscriptionsOfResellers implements ResellerCount {

    private final SubscriptionRepository subscriptions;

    SubscriptionsOfResellers(SubscriptionRepository subscriptions) {
        this.subscriptions = subscriptions;
    }

    @Override
    public String key() {
        return "subscriptions";
    }

    @Override
    @Transactional(readOnly = true)
    public Map<UUID, Long> count(Collection<UUID> resellers) {
        return resellers.isEmpty()
                ? Map.of()
                : subscriptions.countByReseller(resellers).stream()
                        .collect(Collectors.toMap(row -> (UUID) row[0], row -> (Long) row[1]));
    }
}
