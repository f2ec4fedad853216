package io.relais.subscription;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

interface LifecycleRules extends Repository<LifecycleRule, SubscriptionKind> {

    Optional<LifecycleRule> findById(SubscriptionKind kind);

    List<LifecycleRule> findAll();

    /** The rule of a kind; the application's own migrations see to it that there is one. */
    default LifecycleRule of(SubscriptionKind kind) {
        return findById(kind).orElseThrow(() -> new IllegalStateException("lifecycle_rule lacks a row for " + kind));
    }
}
