package io.relais.customer.web;

import io.relais.customer.Customer;
import io.relais.customer.Customers;
import io.relais.partnership.Resellers;
import io.relais.web.NotFoundException;
import java.util.List;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** Ends a reseller's association with a customer, after saying what that means. */
@Controller
@RequestMapping("/customers/{id}/resellers/{reseller}/end")
@PreAuthorize("hasAuthority('REQUEST_RELATIONSHIP')")
class AssociationController {

    private final Customers customers;
    private final Resellers resellers;

    AssociationController(Customers customers, Resellers resellers) {
        this.customers = customers;
        this.resellers = resellers;
    }

    @GetMapping
    String ask(@PathVariable UUID id, @PathVariable UUID reseller, Model model) {
        Customer customer = customers.find(id).orElseThrow(NotFoundException::new);
        List<UUID> managing = customers.resellersOf(id);
        if (!managing.contains(reseller)) {
            return "redirect:/customers/" + id;
        }
        model.addAttribute("customer", customer);
        model.addAttribute("reseller", reseller);
        model.addAttribute("name", resellers.names(List.of(reseller)).get(reseller));
        model.addAttribute("last", managing.size() == 1);
        return "customer/end-association";
    }

    @PostMapping
    String end(@PathVariable UUID id, @PathVariable UUID reseller) {
        customers.find(id).orElseThrow(NotFoundException::new);
        customers.dissociate(id, reseller);
        return "redirect:/customers/" + id;
    }
}
