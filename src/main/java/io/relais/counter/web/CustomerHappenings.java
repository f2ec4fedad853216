package io.relais.counter.web;

import io.relais.account.AccountCard;
import io.relais.account.Accounts;
import io.relais.audit.AuditEntry;
import io.relais.audit.AuditTrail;
import io.relais.customer.Association;
import io.relais.customer.Customer;
import io.relais.customer.Customers;
import io.relais.partnership.Resellers;
import io.relais.provider.Provider;
import io.relais.relationship.RelationshipRequests;
import io.relais.security.Side;
import io.relais.subscription.Subscription;
import io.relais.subscription.Subscriptions;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * What was done in a customer's account, in its own words, and by which party. Nobody of a party is named: the audit trail's user names are
 * those of other people's staff. What is only between the provider and its resellers (tags, nicknames, incentives) is left out.
 */
@Component
class CustomerHappenings {

    /** @param by the party that did it; null for what comes about by itself */
    record Line(Instant when, String by, String what) {}

    private static final String CHANGE = "update_customer.";

    private static final Set<String> OF_CUSTOMER = Set.of(
            "add_customer",
            "take_up_customer_again",
            "associate_reseller",
            "dissociate_reseller",
            "grant_delegated_administration",
            "withdraw_delegated_administration",
            "reset_customer_user_password",
            "reveal_temporary_password");

    private static final Set<String> OF_SUBSCRIPTION = Set.of(
            "create_subscription",
            "change_licenses",
            "upgrade_subscription",
            "suspend_subscription",
            "reactivate_subscription",
            "auto_renew_on",
            "auto_renew_off",
            "cancel_subscription",
            "convert_trial",
            "change_support_contact",
            "renew_subscription",
            "expire_subscription",
            "disable_subscription",
            "delete_subscription");

    private final AuditTrail audit;
    private final Customers customers;
    private final Subscriptions subscriptions;
    private final RelationshipRequests requests;
    private final Resellers resellers;
    private final Accounts accounts;
    private final Provider provider;
    private final MessageSource messages;

    CustomerHappenings(
            AuditTrail audit,
            Customers customers,
            Subscriptions subscriptions,
            RelationshipRequests requests,
            Resellers resellers,
            Accounts accounts,
            Provider provider,
            MessageSource messages) {
        this.audit = audit;
        this.customers = customers;
        this.subscriptions = subscriptions;
        this.requests = requests;
        this.resellers = resellers;
        this.accounts = accounts;
        this.provider = provider;
        this.messages = messages;
    }

    List<Line> latest(Customer customer, int atMost, Locale locale) {
        Map<UUID, Subscription> owned = subscriptions.ofCustomer(customer.getId()).stream()
                .collect(Collectors.toMap(Subscription::getId, Function.identity()));
        Stream<String> changes =
                customer.getDetails().changeable().keySet().stream().map(field -> CHANGE + field);
        List<AuditEntry> lines = Stream.concat(
                        audit
                                .latest(
                                        "customer",
                                        Set.of(customer.getId()),
                                        Stream.concat(OF_CUSTOMER.stream(), changes)
                                                .toList(),
                                        atMost)
                                .stream(),
                        audit.latest("subscription", owned.keySet(), OF_SUBSCRIPTION, atMost).stream())
                .sorted(Comparator.comparing(AuditEntry::getOccurredAt)
                        .thenComparing(AuditEntry::getId)
                        .reversed())
                .limit(atMost)
                .toList();
        Map<String, String> parties = parties(customer, lines, locale);
        return lines.stream()
                .map(line -> new Line(
                        line.getOccurredAt(),
                        parties.get(line.getActor()),
                        what(line, owned.get(line.getObjectId()), locale)))
                .toList();
    }

    /** Who is behind each of the lines' actors; nobody behind what came about by itself. */
    private Map<String, String> parties(Customer customer, List<AuditEntry> lines, Locale locale) {
        Set<String> yours = new HashSet<>();
        yours.add(customer.getAgreement().email());
        requests.of(customer.getId()).stream()
                .filter(request -> request.invitee() != null)
                .forEach(request -> yours.add(request.invitee().email()));
        Set<UUID> known = customers.associations(customer.getId()).stream()
                .map(Association::reseller)
                .collect(Collectors.toSet());
        Map<UUID, String> names = resellers.names(known);
        return lines.stream()
                .map(AuditEntry::getActor)
                .distinct()
                .filter(actor -> !actor.equals(AuditTrail.SYSTEM))
                .collect(Collectors.toMap(Function.identity(), actor -> party(actor, customer, yours, names, locale)));
    }

    private String party(
            String actor, Customer customer, Set<String> yours, Map<UUID, String> resellerNames, Locale locale) {
        Optional<AccountCard> account = accounts.named(actor);
        boolean you = yours.contains(actor)
                || account.filter(one -> one.side() == Side.CUSTOMER)
                        .filter(one -> one.party().equals(customer.getId()))
                        .isPresent();
        if (you) {
            return messages.getMessage("counter.customer.you", null, locale);
        }
        return account.filter(one -> one.side() == Side.RESELLER)
                .map(one -> resellerNames.getOrDefault(
                        one.party(), messages.getMessage("counter.customer.aReseller", null, locale)))
                .orElse(provider.name());
    }

    private String what(AuditEntry line, Subscription subscription, Locale locale) {
        String action = line.getAction();
        if (action.startsWith(CHANGE)) {
            String field = messages.getMessage("customer.field." + action.substring(CHANGE.length()), null, locale);
            return messages.getMessage("counter.customer.happened.update_customer", new Object[] {field}, locale);
        }
        Object[] values = {
            subscription == null ? null : subscription.getTitle(),
            orProvider(line.getOldValue()),
            orProvider(line.getNewValue())
        };
        return messages.getMessage("counter.customer.happened." + action, values, locale);
    }

    /** Where no reseller is named it is the provider. */
    private String orProvider(String value) {
        return value == null ? provider.name() : value;
    }
}
