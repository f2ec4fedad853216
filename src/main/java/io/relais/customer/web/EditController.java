package io.relais.customer.web;

import io.relais.audit.AuditEntry;
import io.relais.audit.AuditTrail;
import io.relais.country.Countries;
import io.relais.customer.Customer;
import io.relais.customer.CustomerDetails;
import io.relais.customer.Customers;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Changes a customer's details. The form remembers what its person started from. Whoever saves second is shown what was saved meanwhile and
 * by whom; fields only the other changed take the other's value, fields only this person changed keep theirs, and where both changed one,
 * both values are shown.
 */
@Controller
@RequestMapping("/customers/{id}/edit")
@PreAuthorize("hasAuthority('EDIT_CUSTOMER')")
class EditController {

    private static final int LINES_TO_LOOK_THROUGH = 100;

    private final Customers customers;
    private final Countries countries;
    private final AuditTrail audit;

    EditController(Customers customers, Countries countries, AuditTrail audit) {
        this.customers = customers;
        this.countries = countries;
        this.audit = audit;
    }

    /**
     * @param version of the details that the person started from
     * @param base those details; only used to tell what changed meanwhile
     */
    record EditForm(Long version, @Valid CustomerDetails details, CustomerDetails base) {

        EditForm {
            version = version == null ? -1 : version;
            details = details == null ? CustomerDetails.NONE : details;
            base = base == null ? CustomerDetails.NONE : base;
        }
    }

    /**
     * A field that somebody else changed meanwhile.
     *
     * @param typed what this person wants; null unless both changed it, to different values
     * @param by null if it cannot be told any more
     */
    record Clash(String field, String before, String saved, String typed, String by, Instant at) {}

    @GetMapping
    String show(@PathVariable UUID id, Model model) {
        Customer customer = current(id);
        model.addAttribute(
                "form", new EditForm(customer.getDetailsVersion(), customer.getDetails(), customer.getDetails()));
        return page(customer, model);
    }

    @PostMapping
    String save(
            @PathVariable UUID id,
            @Valid @ModelAttribute("form") EditForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        current(id);
        errors.pushNestedPath("details");
        boolean first = customers.change(id, form.version(), form.details(), errors);
        errors.popNestedPath();
        Customer customer = current(id);
        if (!first) {
            response.setStatus(HttpStatus.CONFLICT.value());
            return clash(customer, form, model);
        }
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(customer, model);
        }
        next.addFlashAttribute("warnings", customers.warnings(customer.getDetails()));
        return "redirect:/customers/" + id;
    }

    private String clash(Customer customer, EditForm form, Model model) {
        Map<String, String> base = form.base().changeable();
        Map<String, String> typed = form.details().changeable();
        Map<String, String> saved = customer.getDetails().changeable();
        Map<String, String> merged = new LinkedHashMap<>();
        saved.forEach((field, value) ->
                merged.put(field, Objects.equals(typed.get(field), base.get(field)) ? value : typed.get(field)));
        List<AuditEntry> trail = audit.of("customer", customer.getId(), LINES_TO_LOOK_THROUGH);
        List<Clash> clashes = saved.keySet().stream()
                .filter(field -> !Objects.equals(base.get(field), saved.get(field)))
                .map(field -> {
                    Optional<AuditEntry> change = trail.stream()
                            .filter(line -> line.getAction().equals("update_customer." + field))
                            .findFirst();
                    return new Clash(
                            field,
                            base.get(field),
                            saved.get(field),
                            Objects.equals(merged.get(field), saved.get(field)) ? null : merged.get(field),
                            change.map(AuditEntry::getActor).orElse(null),
                            change.map(AuditEntry::getOccurredAt).orElse(null));
                })
                .toList();
        EditForm again = new EditForm(
                customer.getDetailsVersion(), customer.getDetails().changed(merged), customer.getDetails());
        model.addAttribute("form", again);
        model.addAttribute(BindingResult.MODEL_KEY_PREFIX + "form", new BeanPropertyBindingResult(again, "form"));
        model.addAttribute("clashes", clashes);
        return page(customer, model);
    }

    private String page(Customer customer, Model model) {
        model.addAttribute("customer", customer);
        model.addAttribute(
                "country", countries.find(customer.getDetails().country()).orElse(null));
        return "customer/edit";
    }

    private Customer current(UUID id) {
        return customers.find(id).filter(Customer::isCurrent).orElseThrow(NotFoundException::new);
    }
}
