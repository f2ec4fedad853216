package io.relais.subscription.web;

import io.relais.customer.Customer;
import io.relais.customer.Customers;
import io.relais.partnership.Resellers;
import io.relais.provider.Provider;
import io.relais.security.Permission;
import io.relais.subscription.Association;
import io.relais.subscription.AssociationChange;
import io.relais.subscription.Change;
import io.relais.subscription.Due;
import io.relais.subscription.DueSubscriptions;
import io.relais.subscription.Lifecycle;
import io.relais.subscription.Subscription;
import io.relais.subscription.Subscription.State;
import io.relais.subscription.SubscriptionChanges;
import io.relais.subscription.Subscriptions;
import io.relais.web.Csv;
import io.relais.web.Formats;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** A customer's subscriptions, each one's page, and what is due. */
@Controller
@PreAuthorize("hasAuthority('VIEW_CUSTOMERS')")
class SubscriptionController {

    private static final int PAGE_SIZE = 50;

    private static final List<String> COLUMNS = List.of(
            "id",
            "title",
            "nickname",
            "sku",
            "state",
            "licenses",
            "term",
            "billing",
            "termEnd",
            "window",
            "autoRenew",
            "base",
            "onRecord",
            "partnerId",
            "support",
            "order");

    private final Subscriptions subscriptions;
    private final SubscriptionChanges changes;
    private final DueSubscriptions due;
    private final Lifecycle lifecycle;
    private final SubscriptionHistory history;
    private final Customers customers;
    private final Resellers resellers;
    private final Provider provider;
    private final Formats formats;
    private final MessageSource messages;

    SubscriptionController(
            Subscriptions subscriptions,
            SubscriptionChanges changes,
            DueSubscriptions due,
            Lifecycle lifecycle,
            SubscriptionHistory history,
            Customers customers,
            Resellers resellers,
            Provider provider,
            Formats formats,
            MessageSource messages) {
        this.subscriptions = subscriptions;
        this.changes = changes;
        this.due = due;
        this.lifecycle = lifecycle;
        this.history = history;
        this.customers = customers;
        this.resellers = resellers;
        this.provider = provider;
        this.formats = formats;
        this.messages = messages;
    }

    @GetMapping("/customers/{id}/subscriptions")
    String list(@PathVariable UUID id, @RequestParam(defaultValue = "false") boolean deleted, Model model) {
        model.addAttribute("customer", customers.find(id).orElseThrow(NotFoundException::new));
        List<Subscription> all = subscriptions.ofCustomer(id);
        List<Subscription> shown = all.stream()
                .filter(one -> deleted || one.getState() != State.DELETED)
                .toList();
        model.addAttribute("subscriptions", byBase(shown));
        model.addAttribute("hidden", all.size() - shown.size());
        model.addAttribute("names", names(shown));
        model.addAttribute("provider", provider.name());
        return "subscription/list";
    }

    /** All of them, the deleted ones too. */
    @GetMapping("/customers/{id}/subscriptions.csv")
    void export(@PathVariable UUID id, Locale locale, HttpServletResponse response) throws IOException {
        Customer customer = customers.find(id).orElseThrow(NotFoundException::new);
        List<Subscription> all = subscriptions.ofCustomer(id);
        Map<UUID, String> names = names(all);
        Map<UUID, String> partnerIds = partnerIds(all);
        String[] header = COLUMNS.stream()
                .map(column -> messages.getMessage("subscription.column." + column, null, locale))
                .toArray(String[]::new);
        String file = "subscriptions-" + customer.getDetails().domainPrefix() + ".csv";
        try (Csv csv = Csv.download(response, file, header)) {
            all.forEach(one -> csv.row(cells(one, names, partnerIds, locale)));
        }
    }

    @GetMapping("/subscriptions/{id}")
    String show(@PathVariable UUID id, Authentication person, Model model) {
        Subscription subscription = subscriptions.find(id).orElseThrow(NotFoundException::new);
        Customer customer = customers.find(subscription.getCustomerId()).orElseThrow(NotFoundException::new);
        List<AssociationChange> onRecord = subscriptions.history(id, Association.ON_RECORD);
        List<AssociationChange> support = subscriptions.history(id, Association.SUPPORT_CONTACT);
        List<UUID> managing = customers.resellersOf(customer.getId());
        Set<UUID> mentioned = Stream.of(
                        managing.stream(),
                        Stream.concat(onRecord.stream(), support.stream())
                                .flatMap(change -> Stream.of(change.getFromId(), change.getToId())
                                        .filter(Objects::nonNull)),
                        associated(List.of(subscription)))
                .flatMap(one -> one)
                .collect(Collectors.toSet());
        model.addAttribute("customer", customer);
        model.addAttribute("subscription", subscription);
        model.addAttribute("base", base(subscription));
        model.addAttribute("addOns", subscriptions.addOns(id));
        model.addAttribute("refusals", changes.refusals(id));
        model.addAttribute("allowed", allowed(subscription, person));
        model.addAttribute("managing", managing);
        model.addAttribute("onRecord", onRecord);
        model.addAttribute("support", support);
        model.addAttribute("names", resellers.names(mentioned));
        model.addAttribute("provider", provider.name());
        model.addAttribute(
                "obstacles",
                subscription.getResellerOnRecordId() == null
                        ? Set.of()
                        : resellers.obstacles(subscription.getResellerOnRecordId()));
        model.addAttribute(
                "supportLost",
                subscription.getSupportContactId() != null && !managing.contains(subscription.getSupportContactId()));
        model.addAttribute("history", history.of(id));
        return "subscription/subscription";
    }

    /** What ends, renews or is deleted soon. */
    @GetMapping("/subscriptions/due")
    String due(
            @RequestParam(required = false) String kind,
            @RequestParam(required = false) String days,
            @RequestParam(required = false) String after,
            @RequestParam(required = false) String before,
            Model model) {
        List<Integer> choice = due.days();
        Due.Kind chosen = Arrays.stream(Due.Kind.values())
                .filter(one -> one.name().equals(kind))
                .findFirst()
                .orElse(Due.Kind.ENDS);
        int within = choice.stream()
                .filter(one -> String.valueOf(one).equals(days))
                .findFirst()
                .orElse(choice.get(choice.size() - 1));
        model.addAttribute("kinds", Due.Kind.values());
        model.addAttribute("kind", chosen);
        model.addAttribute("choice", choice);
        model.addAttribute("days", within);
        model.addAttribute("page", due.list(chosen, within, after, before, PAGE_SIZE));
        return "subscription/due";
    }

    /** The one table in which the lifecycle is written down. */
    @GetMapping("/subscriptions/rules")
    String rules(Model model) {
        model.addAttribute("rules", lifecycle.rules());
        return "subscription/rules";
    }

    /** Each add-on below its base; what lost its base stands by itself. */
    private static List<Subscription> byBase(List<Subscription> all) {
        Map<UUID, List<Subscription>> addOns = all.stream()
                .filter(one -> one.getParentId() != null)
                .collect(Collectors.groupingBy(Subscription::getParentId));
        Set<UUID> shown = all.stream().map(Subscription::getId).collect(Collectors.toSet());
        List<Subscription> sorted = new ArrayList<>();
        all.stream()
                .filter(one -> one.getParentId() == null || !shown.contains(one.getParentId()))
                .forEach(one -> {
                    sorted.add(one);
                    sorted.addAll(addOns.getOrDefault(one.getId(), List.of()));
                });
        return sorted;
    }

    /** The changes that this person may make and that this kind of subscription, where it stands, knows at all. */
    private static List<Change> allowed(Subscription subscription, Authentication person) {
        Set<String> authorities = person.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .collect(Collectors.toSet());
        boolean suspended = subscription.getState() == State.SUSPENDED;
        return Arrays.stream(Change.values())
                .filter(change -> authorities.contains(
                        change == Change.SUPPORT_CONTACT
                                ? Permission.SET_SUPPORT_CONTACT.name()
                                : Permission.MANAGE_SUBSCRIPTIONS.name()))
                .filter(change -> change != Change.CONVERT || subscription.isTrial())
                .filter(change -> change != (suspended ? Change.SUSPEND : Change.REACTIVATE))
                .toList();
    }

    private Subscription base(Subscription subscription) {
        return subscription.getParentId() == null
                ? null
                : subscriptions.find(subscription.getParentId()).orElse(null);
    }

    private Map<UUID, String> names(Collection<Subscription> shown) {
        return resellers.names(associated(shown).collect(Collectors.toSet()));
    }

    private static Stream<UUID> associated(Collection<Subscription> shown) {
        return shown.stream().flatMap(one -> Stream.of(one.getResellerOnRecordId(), one.getSupportContactId())
                .filter(Objects::nonNull));
    }

    private Map<UUID, String> partnerIds(Collection<Subscription> shown) {
        return shown.stream()
                .map(Subscription::getResellerOnRecordId)
                .filter(Objects::nonNull)
                .distinct()
                .flatMap(id -> resellers.find(id).stream())
                .filter(reseller -> reseller.partnerId() != null)
                .collect(Collectors.toMap(reseller -> reseller.id(), reseller -> reseller.partnerId()));
    }

    private Object[] cells(Subscription one, Map<UUID, String> names, Map<UUID, String> partnerIds, Locale locale) {
        UUID onRecord = one.getResellerOnRecordId();
        UUID support = one.getSupportContactId();
        return new Object[] {
            one.getId(),
            one.getTitle(),
            one.getNickname(),
            one.getSku(),
            messages.getMessage("subscription.state." + one.getState(), null, locale),
            one.getLicenses(),
            one.getTermDuration(),
            one.getBillingPlan(),
            formats.time(one.getTermEndsAt()),
            one.isTrial() ? "" : formats.time(one.getCancellableUntil()),
            messages.getMessage(one.isAutoRenew() ? "subscription.on" : "subscription.off", null, locale),
            one.getParentId(),
            onRecord == null ? "" : names.get(onRecord),
            onRecord == null ? "" : partnerIds.get(onRecord),
            support == null ? provider.name() : names.get(support),
            one.getOrderId()
        };
    }
}
