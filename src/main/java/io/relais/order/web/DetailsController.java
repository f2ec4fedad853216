package io.relais.order.web;

import io.relais.country.Countries;
import io.relais.country.Country;
import io.relais.customer.AgreementAttestation;
import io.relais.customer.CustomerDetails;
import io.relais.customer.Customers;
import io.relais.order.NewCustomerOrderProcess;
import io.relais.order.OrderDetails;
import io.relais.order.OrderView;
import io.relais.order.Orders;
import io.relais.partnership.ResellerCard;
import io.relais.partnership.Resellers;
import io.relais.provider.Provider;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.beans.PropertyEditorSupport;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** First page of the wizard: customer details. */
@Controller
@RequestMapping("/orders/{id}/details")
@PreAuthorize("hasAuthority('ADD_CUSTOMER')")
class DetailsController {

    private static final String DAY = "agreement.date";

    private final Orders orders;
    private final Customers customers;
    private final Resellers resellers;
    private final Countries countries;
    private final Provider provider;
    private final Clock clock;

    DetailsController(
            Orders orders,
            Customers customers,
            Resellers resellers,
            Countries countries,
            Provider provider,
            Clock clock) {
        this.orders = orders;
        this.customers = customers;
        this.resellers = resellers;
        this.countries = countries;
        this.provider = provider;
        this.clock = clock;
    }

    /** A day that cannot be read must not keep the rest of the page from being read; see {@link #judgeDay}. */
    @InitBinder
    void days(WebDataBinder binder) {
        binder.registerCustomEditor(LocalDate.class, new PropertyEditorSupport() {
            @Override
            public void setAsText(String text) {
                setValue(day(text).orElse(null));
            }
        });
    }

    @GetMapping
    String show(@PathVariable UUID id, Model model, Locale locale) {
        OrderView order = orders.at(id, NewCustomerOrderProcess.ENTER_DETAILS);
        model.addAttribute("form", withDefaults(order.entered()));
        return page(id, order.entered(), model, locale);
    }

    @PostMapping
    String next(
            @PathVariable UUID id,
            @Valid @ModelAttribute("form") OrderDetails form,
            BindingResult errors,
            @RequestParam(name = DAY, required = false) String day,
            Model model,
            Locale locale,
            HttpServletResponse response) {
        judgeDay(day, errors);
        orders.enterDetails(id, form, errors);
        return errors.hasErrors() ? refused(id, form, model, locale, response) : "redirect:/tasks/next?case=" + id;
    }

    @PostMapping(params = "action=keep")
    String keep(
            @PathVariable UUID id,
            @Valid @ModelAttribute("form") OrderDetails form,
            BindingResult errors,
            @RequestParam(name = DAY, required = false) String day,
            Model model,
            Locale locale,
            HttpServletResponse response) {
        judgeDay(day, errors);
        if (errors.hasErrors()) {
            return refused(id, form, model, locale, response);
        }
        orders.keepDetails(id, form);
        return "redirect:/tasks";
    }

    /** Another country has other fields: the same page again for it, nothing judged yet. */
    @PostMapping(params = "action=country")
    String country(@PathVariable UUID id, @ModelAttribute("form") OrderDetails form, Model model, Locale locale) {
        orders.at(id, NewCustomerOrderProcess.ENTER_DETAILS);
        model.addAttribute("form", withDefaults(form));
        return page(id, form, model, locale);
    }

    /** Resellers that match, for who has no JavaScript: the same page again, nothing judged yet. */
    @PostMapping(params = "action=find")
    String find(
            @PathVariable UUID id,
            @ModelAttribute("form") OrderDetails form,
            @RequestParam(name = "find-reseller", required = false) String find,
            Model model,
            Locale locale) {
        model.addAttribute("find", find);
        return country(id, form, model, locale);
    }

    /** Says while typing whether a domain is free, with suggestions if it is not. */
    @GetMapping("/domain")
    String domain(
            @PathVariable UUID id,
            @RequestParam(name = "details.domainPrefix", required = false) String prefix,
            @RequestParam(name = "details.country", required = false) String country,
            Model model) {
        boolean wellFormed = prefix != null && prefix.matches("[A-Za-z0-9]{1,27}");
        boolean taken = wellFormed && customers.domainTaken(prefix);
        model.addAttribute("wellFormed", wellFormed);
        model.addAttribute("taken", taken);
        model.addAttribute(
                "domain", prefix == null ? null : prefix.toLowerCase(Locale.ROOT) + CustomerDetails.DOMAIN_SUFFIX);
        model.addAttribute("suggestions", taken ? customers.freeDomainsLike(prefix, country) : List.of());
        return "order/notes :: domain";
    }

    /** Shows while typing who may be the same company. */
    @GetMapping("/duplicates")
    String duplicates(
            @PathVariable UUID id,
            @RequestParam(name = "details.companyName", required = false) String companyName,
            Model model) {
        model.addAttribute("duplicates", customers.likelyDuplicates(companyName));
        return "order/notes :: duplicates";
    }

    private static void judgeDay(String typed, BindingResult errors) {
        if (errors.getTarget() == null) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        if (typed != null && !typed.isBlank() && day(typed).isEmpty()) {
            errors.addError(new FieldError(
                    "form", DAY, typed, true, new String[] {"typeMismatch.form.agreement.date"}, null, null));
        }
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.ofNullable(text).map(String::strip).map(LocalDate::parse);
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }

    private String refused(UUID id, OrderDetails form, Model model, Locale locale, HttpServletResponse response) {
        response.setStatus(422);
        return page(id, form, model, locale);
    }

    private String page(UUID id, OrderDetails form, Model model, Locale locale) {
        Optional<Country> country = Optional.ofNullable(
                        ((OrderDetails) model.getAttribute("form")).details().country())
                .flatMap(countries::find);
        model.addAttribute("orderId", id);
        model.addAttribute("countries", countries.inRegionOf(provider.country(), locale));
        model.addAttribute("country", country.orElse(null));
        model.addAttribute("resellers", resellers.choice((String) model.getAttribute("find"), form.reseller(), false));
        return "order/details";
    }

    /** What can be guessed: the reseller's country, the country's first language and culture, today. */
    private OrderDetails withDefaults(OrderDetails form) {
        CustomerDetails given = form.details();
        String code = given.country() != null
                ? given.country()
                : Optional.ofNullable(form.reseller())
                        .flatMap(resellers::find)
                        .map(ResellerCard::country)
                        .orElse(provider.country());
        AgreementAttestation agreement = form.agreement();
        return new OrderDetails(
                form.reseller(),
                countries.find(code).map(given::in).orElse(given),
                agreement.date() != null
                        ? agreement
                        : new AgreementAttestation(
                                agreement.firstName(),
                                agreement.lastName(),
                                agreement.email(),
                                agreement.phone(),
                                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)));
    }
}
