package io.relais.counter.web;

import io.relais.customer.Customer;
import io.relais.security.OutsidePerson;
import io.relais.subscription.Change;
import io.relais.subscription.Refusal;
import io.relais.subscription.Subscription;
import io.relais.subscription.SubscriptionChanges;
import io.relais.subscription.Subscriptions;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.DefaultMessageSourceResolvable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
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

/**
 * A subscription of a reseller's customer, and what the reseller's administrators change on it as administrators of the customer: its
 * licenses, its nickname, whether it renews. The rules are those of {@link SubscriptionChanges}; all else is the provider's to change.
 */
@Controller
@RequestMapping("/reseller/subscriptions/{id}")
@PreAuthorize("hasAuthority('RESELLER')")
class ResellerSubscriptionController {

    static final List<Change> CHANGES = List.of(Change.LICENSES, Change.NICKNAME, Change.AUTO_RENEW);

    private static final String CHANGE = "{change:licenses|nickname|auto-renew}";
    private static final String ADMINISTRATOR = "hasAuthority('RESELLER_ADMINISTRATOR')";

    private final ResellerCounter counter;
    private final Subscriptions subscriptions;
    private final SubscriptionChanges changes;
    private final MessageSource messages;
    private final Clock clock;

    ResellerSubscriptionController(
            ResellerCounter counter,
            Subscriptions subscriptions,
            SubscriptionChanges changes,
            MessageSource messages,
            Clock clock) {
        this.counter = counter;
        this.subscriptions = subscriptions;
        this.changes = changes;
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * What the page of a change sends, as text, so that nothing typed is lost.
     *
     * @param version which version of the subscription was on the page
     */
    record ChangeForm(String version, String nickname, String licenses, String autoRenew) {

        private Long versionSeen() {
            return version != null && version.matches("\\d{1,18}") ? Long.valueOf(version) : -1L;
        }
    }

    /** A change, and why it is not possible now; null if it is. */
    record Offered(Change change, String why) {}

    @GetMapping
    String show(@AuthenticationPrincipal OutsidePerson person, @PathVariable UUID id, Model model) {
        Subscription subscription = counter.subscription(person, id);
        counter.standing(person, model);
        Customer customer = counter.customer(person, subscription.getCustomerId());
        String readOnly = readOnly(customer, person, model);
        var refusals = changes.refusals(id);
        model.addAttribute("subscription", subscription);
        model.addAttribute("customer", customer);
        model.addAttribute(
                "base",
                subscription.getParentId() == null
                        ? null
                        : subscriptions
                                .ofCustomer(customer.getId(), subscription.getParentId())
                                .orElse(null));
        model.addAttribute("addOns", subscriptions.addOns(id));
        model.addAttribute("readOnly", readOnly);
        model.addAttribute(
                "changes",
                CHANGES.stream()
                        .map(change -> new Offered(change, said(refusals.get(change))))
                        .toList());
        return "counter/reseller-subscription";
    }

    @GetMapping(CHANGE)
    @PreAuthorize(ADMINISTRATOR)
    String change(
            @AuthenticationPrincipal OutsidePerson person,
            @PathVariable UUID id,
            @PathVariable String change,
            Model model) {
        Subscription subscription = counter.subscription(person, id);
        return page(
                named(change),
                subscription,
                new ChangeForm(null, subscription.getNickname(), String.valueOf(subscription.getLicenses()), null),
                person,
                model);
    }

    @PostMapping(CHANGE)
    @PreAuthorize(ADMINISTRATOR)
    String submit(
            @AuthenticationPrincipal OutsidePerson person,
            @PathVariable UUID id,
            @PathVariable String change,
            @ModelAttribute("form") ChangeForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        counter.subscription(person, id);
        Change wanted = named(change);
        Long version = form.versionSeen();
        switch (wanted) {
            case LICENSES -> changes.setLicenses(id, version, form.licenses(), errors);
            case NICKNAME -> changes.rename(id, version, form.nickname(), errors);
            case AUTO_RENEW -> changes.setAutoRenew(id, version, form.autoRenew(), errors);
            default -> throw new NotFoundException();
        }
        if (!errors.hasErrors()) {
            redirect.addFlashAttribute("notice", "subscription.done." + wanted);
            return "redirect:/reseller/subscriptions/" + id;
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        return page(wanted, counter.subscription(person, id), form, person, model);
    }

    /** Asked while a number of licenses is typed. */
    @GetMapping("/licenses/quote")
    @PreAuthorize(ADMINISTRATOR)
    String quote(
            @AuthenticationPrincipal OutsidePerson person,
            @PathVariable UUID id,
            @RequestParam(required = false) String licenses,
            Model model) {
        model.addAttribute("subscription", counter.subscription(person, id));
        model.addAttribute("quote", changes.quote(id, licenses));
        return "subscription/changes :: quote";
    }

    private String page(Change change, Subscription subscription, ChangeForm form, OutsidePerson person, Model model) {
        UUID id = subscription.getId();
        Customer customer = counter.customer(person, subscription.getCustomerId());
        counter.standing(person, model);
        Refusal refusal = changes.refusals(id).get(change);
        model.addAttribute("change", change);
        model.addAttribute("subscription", subscription);
        model.addAttribute("customer", customer);
        model.addAttribute("form", form);
        model.addAttribute("refusal", said(refusal));
        if (change == Change.LICENSES) {
            model.addAttribute("quotesAt", "/reseller/subscriptions/" + id + "/licenses/quote");
            model.addAttribute("offer", changes.offer(id));
            model.addAttribute("reducible", subscription.reducible(clock.instant()));
            model.addAttribute("oneMore", changes.costOfOneMore(id));
            model.addAttribute("quote", changes.quote(id, form.licenses()));
        }
        return "counter/reseller-change";
    }

    /** Why this person changes nothing here, whatever the subscription's state; null if nothing stands in the way. */
    private String readOnly(Customer customer, OutsidePerson person, Model model) {
        ResellerCounter.Standing standing = (ResellerCounter.Standing) model.getAttribute("standing");
        String reason = !person.administrator()
                ? "counter.reseller.readOnly.agent"
                : standing.suspended()
                        ? "subscription.refused.suspendedReseller"
                        : customer.isDelegatedAdministration() ? null : "subscription.refused.delegation";
        return reason == null ? null : said(new DefaultMessageSourceResolvable(reason));
    }

    private String said(MessageSourceResolvable why) {
        return why == null ? null : messages.getMessage(why, LocaleContextHolder.getLocale());
    }

    private static Change named(String path) {
        return CHANGES.stream()
                .filter(change -> change.path().equals(path))
                .findFirst()
                .orElseThrow(NotFoundException::new);
    }
}
