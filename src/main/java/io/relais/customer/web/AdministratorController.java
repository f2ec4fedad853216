package io.relais.customer.web;

import io.relais.customer.Customer;
import io.relais.customer.Customers;
import io.relais.web.NotFoundException;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Sends a customer's contact the link to its account, for customers that came with administrators of their own. */
@Controller
class AdministratorController {

    private final Customers customers;

    AdministratorController(Customers customers) {
        this.customers = customers;
    }

    @PostMapping("/customers/{id}/account")
    @PreAuthorize("hasAuthority('RESET_ADMIN_PASSWORD')")
    String invite(@PathVariable UUID id, RedirectAttributes redirect) {
        customers.find(id).filter(Customer::isCurrent).orElseThrow(NotFoundException::new);
        redirect.addFlashAttribute(
                "notice", customers.inviteContact(id) ? "customer.account.invited" : "customer.account.invited.not");
        return "redirect:/customers/" + id;
    }
}
