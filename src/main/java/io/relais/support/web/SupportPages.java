package io.relais.support.web;

import io.relais.customer.Customer;
import io.relais.customer.CustomerCard;
import io.relais.customer.CustomerFilter;
import io.relais.customer.Customers;
import io.relais.provider.Provider;
import io.relais.security.Side;
import io.relais.subscription.SubscriptionChoice;
import io.relais.subscription.Subscriptions;
import io.relais.support.Action;
import io.relais.support.Attachments;
import io.relais.support.Category;
import io.relais.support.NewSupportRequest;
import io.relais.support.Severity;
import io.relais.support.SupportFilter;
import io.relais.support.SupportRequests;
import io.relais.support.SupportState;
import io.relais.support.SupportView;
import io.relais.support.Visitor;
import io.relais.web.Keyset;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What the pages of the three sides have in common: each shows a visitor what there is for it, at the addresses of its side. */
@Component
class SupportPages {

    private static final int PAGE_SIZE = 25;
    private static final int MOST_CUSTOMERS = 50;

    /**
     * What a new request is made of, as it was sent: what is no choice is none.
     *
     * @param key new with each form
     * @param find a part of the subscription's name
     * @param action {@code find} to look for it, and to go on writing
     */
    record NewForm(
            String key,
            String customer,
            String subscription,
            String category,
            String severity,
            String title,
            String text,
            List<MultipartFile> files,
            String find,
            String action) {

        NewSupportRequest of(UUID owner) {
            return new NewSupportRequest(
                    key,
                    owner,
                    id(subscription),
                    known(Category.class, category),
                    known(Severity.class, severity),
                    title,
                    text);
        }
    }

    /** What is done with a request, and the version it is done to, as it was sent. */
    record ActForm(String action, String text, String reseller, String seen, List<MultipartFile> files) {

        static ActForm of(SupportView request) {
            return new ActForm(null, null, null, request.card().version().toString(), null);
        }

        Action chosen() {
            return known(Action.class, action);
        }

        Long version() {
            return seen != null && seen.matches("\\d{1,18}") ? Long.valueOf(seen) : null;
        }
    }

    private final SupportRequests requests;
    private final Customers customers;
    private final Subscriptions subscriptions;
    private final Provider provider;
    private final MessageSource messages;

    SupportPages(
            SupportRequests requests,
            Customers customers,
            Subscriptions subscriptions,
            Provider provider,
            MessageSource messages) {
        this.requests = requests;
        this.customers = customers;
        this.subscriptions = subscriptions;
        this.provider = provider;
        this.messages = messages;
    }

    String list(Visitor visitor, SupportFilter filter, String after, String before, boolean tooLarge, Model model) {
        common(visitor, model);
        model.addAttribute("filter", filter);
        model.addAttribute("states", SupportState.values());
        model.addAttribute("severities", Severity.values());
        model.addAttribute("tooLarge", tooLarge);
        model.addAttribute("page", requests.list(visitor, filter, after, before, PAGE_SIZE));
        return "support/list";
    }

    // ---- a new one

    /** @param find what a customer's name begins with, where there are many to choose from */
    String empty(Visitor visitor, UUID customer, UUID subscription, String find, Model model) {
        if (!requests.acts(visitor)) {
            throw new NotFoundException();
        }
        if (customer == null && subscription != null) {
            Customer owner = requests.customerOf(visitor, subscription).orElseThrow(NotFoundException::new);
            return empty(visitor, owner.getId(), subscription, null, model);
        }
        if (customer == null && visitor.side() != Side.CUSTOMER) {
            String wanted = find == null || find.isBlank() ? null : find.strip();
            Keyset.Page<CustomerCard> found =
                    customers.list(new CustomerFilter(wanted, visitor.party(), null), null, null, MOST_CUSTOMERS);
            common(visitor, model);
            model.addAttribute("customers", found.rows());
            model.addAttribute("more", found.next() != null);
            model.addAttribute("find", wanted);
            return "support/customer";
        }
        NewForm form = new NewForm(
                UUID.randomUUID().toString(),
                null,
                subscription == null ? null : subscription.toString(),
                null,
                Severity.MODERATE.name(),
                null,
                null,
                null,
                null,
                null);
        model.addAttribute("form", form);
        return form(visitor, customer, form, model);
    }

    private String form(Visitor visitor, UUID customer, NewForm form, Model model) {
        common(visitor, model);
        model.addAttribute("customer", requests.customerFor(visitor, customer).orElseThrow(NotFoundException::new));
        boolean nicknames = visitor.side() != Side.CUSTOMER;
        SubscriptionChoice choice = subscriptions.choice(customer, form.find(), id(form.subscription()), nicknames);
        Map<String, String> options = new LinkedHashMap<>();
        choice.options().forEach(one -> options.put(one.getId().toString(), nicknames ? one.name() : one.getTitle()));
        model.addAttribute("choice", choice);
        model.addAttribute("subscriptions", options);
        model.addAttribute("categories", named("support.category.", Category.values()));
        model.addAttribute("severities", named("support.severity.choice.", Severity.values()));
        return "support/new";
    }

    private Map<String, String> named(String prefix, Enum<?>[] constants) {
        Map<String, String> names = new LinkedHashMap<>();
        Arrays.stream(constants)
                .forEach(one -> names.put(
                        one.name(), messages.getMessage(prefix + one.name(), null, LocaleContextHolder.getLocale())));
        return names;
    }

    String open(
            Visitor visitor,
            UUID customer,
            NewForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        requests.customerFor(visitor, customer).orElseThrow(NotFoundException::new);
        if ("find".equals(form.action())) {
            model.addAttribute("filesLost", !sent(form.files()).isEmpty());
            return form(visitor, customer, form, model);
        }
        Optional<UUID> opened = requests.open(visitor, form.of(customer), sent(form.files()), errors);
        if (opened.isEmpty()) {
            response.setStatus(422);
            model.addAttribute("filesLost", !sent(form.files()).isEmpty());
            return form(visitor, customer, form, model);
        }
        redirect.addFlashAttribute("notice", "support.opened");
        return "redirect:" + visitor.side().root() + "/support-requests/" + opened.get();
    }

    // ---- one that is there

    String show(Visitor visitor, UUID id, boolean tooLarge, Model model) {
        SupportView request = requests.find(visitor, id).orElseThrow(NotFoundException::new);
        model.addAttribute("form", ActForm.of(request));
        model.addAttribute("tooLarge", tooLarge);
        return page(visitor, request, model);
    }

    String page(Visitor visitor, SupportView request, Model model) {
        common(visitor, model);
        model.addAttribute("request", request);
        if (request.actions().contains(Action.HAND_OVER)) {
            Map<String, String> eligible = new LinkedHashMap<>();
            requests.eligible(request.card().id()).forEach((id, name) -> eligible.put(id.toString(), name));
            model.addAttribute("eligible", eligible);
        }
        return "support/request";
    }

    String act(
            Visitor visitor,
            UUID id,
            ActForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        boolean current = requests.act(
                visitor,
                id,
                form.chosen(),
                form.text(),
                id(form.reseller()),
                sent(form.files()),
                form.version(),
                errors);
        if (current && !errors.hasErrors()) {
            redirect.addFlashAttribute("notice", "support.done." + form.action());
            // Who gave it away may not see it any more.
            return "redirect:" + visitor.side().root() + "/support-requests"
                    + (requests.find(visitor, id).isPresent() ? "/" + id : "");
        }
        refused(current, form, model, response);
        return page(visitor, requests.find(visitor, id).orElseThrow(NotFoundException::new), model);
    }

    static void refused(boolean current, ActForm form, Model model, HttpServletResponse response) {
        response.setStatus(current ? 422 : 409);
        model.addAttribute("changed", !current);
        model.addAttribute("filesLost", !sent(form.files()).isEmpty());
    }

    /** Saved by the browser, never shown: whatever it is, it runs nowhere under our name. */
    void download(Visitor visitor, UUID id, UUID attachment, HttpServletResponse response) {
        SupportView.File file = requests.file(visitor, id, attachment).orElseThrow(NotFoundException::new);
        response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-store");
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(file.name(), StandardCharsets.UTF_8)
                        .build()
                        .toString());
        response.setContentLengthLong(file.bytes());
        try {
            requests.content(file, response.getOutputStream());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private void common(Visitor visitor, Model model) {
        model.addAttribute("visitor", visitor);
        model.addAttribute("root", visitor.side().root());
        model.addAttribute("provider", provider);
        boolean admitted = requests.admits(visitor);
        model.addAttribute("suspended", admitted && !requests.acts(visitor));
        model.addAttribute("former", !admitted);
    }

    /** A field without a file arrives as one without a name. */
    static List<Attachments.Sent> sent(List<MultipartFile> files) {
        return files == null
                ? List.of()
                : files.stream()
                        .filter(file -> file.getOriginalFilename() != null
                                && !file.getOriginalFilename().isEmpty())
                        .map(file -> new Attachments.Sent(file.getOriginalFilename(), file.getSize(), file))
                        .toList();
    }

    /** An id that is none is nobody's. */
    static UUID id(String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException none) {
            return new UUID(0, 0);
        }
    }

    /** What stands in the address is typed by people, too: an unknown name is none. */
    static <E extends Enum<E>> E known(Class<E> kind, String name) {
        return Arrays.stream(kind.getEnumConstants())
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
