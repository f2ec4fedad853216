package io.relais.customer.web;

import io.relais.customer.Customer;
import io.relais.customer.CustomerTies;
import io.relais.customer.Customers;
import io.relais.customer.RelationshipTiedException;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
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

/** Removes the relationship with a customer: says what must be done first, or asks for the reason and a typed confirmation. */
@Controller
@RequestMapping("/customers/{id}/removal")
@PreAuthorize("hasAuthority('REMOVE_RELATIONSHIP')")
class RemovalController {

    private final Customers customers;

    RemovalController(Customers customers) {
        this.customers = customers;
    }

    /** @param confirmation the customer's first domain, typed */
    record RemovalForm(@Size(max = 500) String reason, String confirmation) {}

    @GetMapping
    String ask(@PathVariable UUID id, Model model) {
        Customer customer = find(id);
        if (!customer.isCurrent()) {
            return "redirect:/customers/" + id;
        }
        model.addAttribute("form", new RemovalForm(null, null));
        return page(customer, customers.inTheWayOfRemoval(id), model);
    }

    @PostMapping
    String remove(
            @PathVariable UUID id,
            @Valid @ModelAttribute("form") RemovalForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response) {
        Customer customer = find(id);
        if (form.reason() == null) {
            errors.rejectValue("reason", "customer.removal.reason.required");
        }
        String domain = customer.getDetails().domain();
        if (form.confirmation() == null || !form.confirmation().equalsIgnoreCase(domain)) {
            errors.rejectValue("confirmation", "customer.removal.confirmation.different", new Object[] {domain}, null);
        }
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(customer, customers.inTheWayOfRemoval(id), model);
        }
        try {
            customers.removeRelationship(id, form.reason());
        } catch (RelationshipTiedException tied) {
            response.setStatus(HttpStatus.CONFLICT.value());
            return page(customer, tied.ties(), model);
        }
        return "redirect:/customers/" + id;
    }

    private static String page(Customer customer, List<CustomerTies.Tie> ties, Model model) {
        model.addAttribute("customer", customer);
        model.addAttribute("ties", ties);
        return "customer/removal";
    }

    private Customer find(UUID id) {
        return customers.find(id).orElseThrow(NotFoundException::new);
    }
}
