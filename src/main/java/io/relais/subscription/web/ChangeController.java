package io.relais.subscription.web;

import io.relais.catalog.CatalogItem;
import io.relais.customer.Customers;
import io.relais.partnership.ResellerCard;
import io.relais.partnership.Resellers;
import io.relais.provider.Provider;
import io.relais.subscription.Change;
import io.relais.subscription.Subscription;
import io.relais.subscription.SubscriptionChanges;
import io.relais.subscription.Subscriptions;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One small page per change of a subscription: its rule, what it brings about, and the form. */
@Controller
@RequestMapping("/subscriptions/{id}")
class ChangeController {

    private static final String MANAGED =
            "{change:nickname|licenses|upgrade|suspend|reactivate|auto-renew|cancel|convert|reseller}";
    private static final String MANAGE = "hasAuthority('MANAGE_SUBSCRIPTIONS')";
    private static final String SUPPORT = "hasAuthority('SET_SUPPORT_CONTACT')";
    private static final int RESELLERS = 30;

    private final Subscriptions subscriptions;
    private final SubscriptionChanges changes;
    private final SubscriptionHistory history;
    private final Customers customers;
    private final Resellers resellers;
    private final Provider provider;
    private final Clock clock;

    ChangeController(
            Subscriptions subscriptions,
            SubscriptionChanges changes,
            SubscriptionHistory history,
            Customers customers,
            Resellers resellers,
            Provider provider,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.changes = changes;
        this.history = history;
        this.customers = customers;
        this.resellers = resellers;
        this.provider = provider;
        this.clock = clock;
    }

    @GetMapping(MANAGED)
    @PreAuthorize(MANAGE)
    String show(
            @PathVariable UUID id,
            @PathVariable String change,
            @RequestParam(required = false) String text,
            Model model) {
        Subscription subscription = subscriptions.find(id).orElseThrow(NotFoundException::new);
        return page(named(change), subscription, present(named(change), subscription, text), model);
    }

    @PostMapping(MANAGED)
    @PreAuthorize(MANAGE)
    String submit(
            @PathVariable UUID id,
            @PathVariable String change,
            @ModelAttribute("form") ChangeForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        return submit(named(change), id, form, errors, model, response, redirect);
    }

    @GetMapping("/support-contact")
    @PreAuthorize(SUPPORT)
    String showSupportContact(@PathVariable UUID id, Model model) {
        Subscription subscription = subscriptions.find(id).orElseThrow(NotFoundException::new);
        return page(Change.SUPPORT_CONTACT, subscription, present(Change.SUPPORT_CONTACT, subscription, null), model);
    }

    @PostMapping("/support-contact")
    @PreAuthorize(SUPPORT)
    String submitSupportContact(
            @PathVariable UUID id,
            @ModelAttribute("form") ChangeForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        return submit(Change.SUPPORT_CONTACT, id, form, errors, model, response, redirect);
    }

    /** Asked while a number of licenses is typed. */
    @GetMapping("/licenses/quote")
    @PreAuthorize(MANAGE)
    String quote(@PathVariable UUID id, @RequestParam(required = false) String licenses, Model model) {
        model.addAttribute("subscription", subscriptions.find(id).orElseThrow(NotFoundException::new));
        model.addAttribute("quote", changes.quote(id, licenses));
        return "subscription/changes :: quote";
    }

    private String submit(
            Change change,
            UUID id,
            ChangeForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        Long version = form.versionSeen();
        switch (change) {
            case NICKNAME -> changes.rename(id, version, form.nickname(), errors);
            case LICENSES -> changes.setLicenses(id, version, form.licenses(), errors);
            case UPGRADE -> changes.upgrade(id, version, form.offerId(), errors);
            case SUSPEND -> changes.suspend(id, version, errors);
            case REACTIVATE -> changes.reactivate(id, version, errors);
            case AUTO_RENEW -> changes.setAutoRenew(id, version, form.autoRenew(), errors);
            case CANCEL -> changes.cancel(id, version, form.isConfirmed(), errors);
            case CONVERT -> changes.convert(id, version, form.offerId(), form.licenses(), errors);
            case RESELLER -> changes.putOnRecord(id, version, form.resellerId(), errors);
            case SUPPORT_CONTACT -> changes.nameSupportContact(id, version, form.resellerId(), errors);
        }
        if (!errors.hasErrors()) {
            redirect.addFlashAttribute("notice", "subscription.done." + change);
            return "redirect:/subscriptions/" + id;
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        if (errors.getGlobalErrors().stream().anyMatch(error -> SubscriptionChanges.CHANGED.equals(error.getCode()))) {
            model.addAttribute("since", history.since(id, form.seenAt()));
        }
        return page(change, subscriptions.find(id).orElseThrow(NotFoundException::new), form, model);
    }

    private String page(Change change, Subscription subscription, ChangeForm form, Model model) {
        UUID id = subscription.getId();
        model.addAttribute("change", change);
        model.addAttribute("subscription", subscription);
        model.addAttribute(
                "customer", customers.find(subscription.getCustomerId()).orElseThrow());
        model.addAttribute("form", form);
        model.addAttribute("now", clock.instant().toEpochMilli());
        model.addAttribute("refusal", changes.refusals(id).get(change));
        model.addAttribute("addOns", changes.addOns(id));
        switch (change) {
            case LICENSES -> {
                CatalogItem offer = changes.offer(id);
                model.addAttribute("offer", offer);
                model.addAttribute("quotesAt", "/subscriptions/" + id + "/licenses/quote");
                model.addAttribute("reducible", subscription.reducible(clock.instant()));
                model.addAttribute("oneMore", changes.costOfOneMore(id));
                model.addAttribute("quote", changes.quote(id, form.licenses()));
            }
            case UPGRADE -> model.addAttribute("targets", changes.targets(id));
            case CANCEL -> {
                model.addAttribute("refund", changes.refund(id));
                model.addAttribute(
                        "addOnRefunds",
                        changes.addOns(id).stream()
                                .map(addOn -> new AddOnRefund(addOn, changes.refund(addOn.getId())))
                                .toList());
            }
            case CONVERT -> {
                model.addAttribute("offers", changes.conversions(id));
                model.addAttribute("fewest", changes.fewestConverted(id));
            }
            case RESELLER -> model.addAttribute("candidates", candidates(subscription, form));
            case SUPPORT_CONTACT -> {
                model.addAttribute("candidates", cards(changes.supportContacts(id).stream()));
                model.addAttribute("provider", provider.name());
            }
            default -> {
                // Nothing more to show.
            }
        }
        if (change == Change.RESELLER || change == Change.SUPPORT_CONTACT) {
            UUID present = change == Change.RESELLER
                    ? subscription.getResellerOnRecordId()
                    : subscription.getSupportContactId();
            model.addAttribute("present", present);
            model.addAttribute(
                    "presentName",
                    present == null ? null : resellers.names(Set.of(present)).get(present));
        }
        return "subscription/change";
    }

    /** What comes back for an add-on that is cancelled with its base. */
    record AddOnRefund(Subscription addOn, java.math.BigDecimal refund) {}

    /** Those who manage the customer first, then others that match the search; the chosen one always. */
    private List<ResellerCard> candidates(Subscription subscription, ChangeForm form) {
        Stream<UUID> first = Stream.concat(
                customers.resellersOf(subscription.getCustomerId()).stream(),
                Stream.ofNullable(form.reseller() == null ? null : form.resellerId()));
        return Stream.concat(
                        cards(first).stream().filter(ResellerCard::active),
                        resellers.selectable(form.text(), RESELLERS).stream())
                .distinct()
                .toList();
    }

    private List<ResellerCard> cards(Stream<UUID> ids) {
        return ids.map(resellers::find).flatMap(java.util.Optional::stream).toList();
    }

    private static ChangeForm present(Change change, Subscription subscription, String text) {
        UUID reseller = change == Change.SUPPORT_CONTACT
                ? subscription.getSupportContactId()
                : subscription.getResellerOnRecordId();
        return new ChangeForm(
                null,
                null,
                subscription.getNickname(),
                String.valueOf(subscription.getLicenses()),
                null,
                Objects.toString(reseller, null),
                text,
                null,
                null);
    }

    private static Change named(String path) {
        return Arrays.stream(Change.values())
                .filter(change -> change.path().equals(path))
                .findFirst()
                .orElseThrow(NotFoundException::new);
    }
}
