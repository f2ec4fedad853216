package io.relais.relationship.web;

import io.relais.customer.Customer;
import io.relais.customer.Customers;
import io.relais.invitation.RequestCard;
import io.relais.partnership.Resellers;
import io.relais.relationship.Invitee;
import io.relais.relationship.RelationshipRequests;
import io.relais.web.NotFoundException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** The requests to one customer, and the beginning of another. */
@Controller
@RequestMapping("/customers/{id}/requests")
class CustomerRequestsController {

    private final RelationshipRequests requests;
    private final Customers customers;
    private final Resellers resellers;

    CustomerRequestsController(RelationshipRequests requests, Customers customers, Resellers resellers) {
        this.requests = requests;
        this.customers = customers;
        this.resellers = resellers;
    }

    @GetMapping
    @PreAuthorize("hasAuthority('VIEW_CUSTOMERS')")
    String show(@PathVariable UUID id, Model model) {
        List<RequestCard<Invitee>> found = requests.of(id);
        model.addAttribute("customer", customer(id));
        model.addAttribute("requests", found);
        model.addAttribute(
                "names",
                resellers.names(found.stream()
                        .map(RequestCard::invitee)
                        .filter(Objects::nonNull)
                        .map(Invitee::reseller)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet())));
        return "relationship/customer";
    }

    @PostMapping
    @PreAuthorize("hasAuthority('REQUEST_RELATIONSHIP')")
    String start(@PathVariable UUID id) {
        return "redirect:/relationship-requests/" + requests.start(customer(id).getId()) + "/details";
    }

    private Customer customer(UUID id) {
        return customers.find(id).orElseThrow(NotFoundException::new);
    }
}
