package io.relais.customer.web;

import io.relais.customer.Customer;
import io.relais.customer.Customers;
import io.relais.provider.Provider;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * <em>Generate a new temporary password</em>. The hand-over's id stays in the session of the person who generated it, so that nobody else
 * can reveal it.
 */
@Controller
@RequestMapping("/customers/{id}/password")
@PreAuthorize("hasAuthority('RESET_ADMIN_PASSWORD')")
class PasswordController {

    private final Customers customers;
    private final Provider provider;

    PasswordController(Customers customers, Provider provider) {
        this.customers = customers;
        this.provider = provider;
    }

    /** Asks before, and shows the hand-over after. */
    @GetMapping
    String show(@PathVariable UUID id, HttpSession session, Model model) {
        return page(id, handOver(id, session), Optional.empty(), model);
    }

    @PostMapping
    String generate(@PathVariable UUID id, HttpSession session) {
        customer(id);
        UUID handOver = UUID.randomUUID();
        customers.resetAdminPassword(id, handOver);
        session.setAttribute(key(id), handOver);
        return "redirect:/customers/" + id + "/password";
    }

    @PostMapping("/reveal")
    String reveal(@PathVariable UUID id, HttpSession session, Model model) {
        customer(id);
        Optional<UUID> handOver = handOver(id, session);
        Optional<String> password = handOver.flatMap(one -> customers.revealPassword(id, one));
        session.removeAttribute(key(id));
        return page(id, handOver, password, model);
    }

    private String page(UUID id, Optional<UUID> handOver, Optional<String> password, Model model) {
        model.addAttribute("customer", customer(id));
        model.addAttribute("signInAddress", provider.baseUrl() + "/customer");
        model.addAttribute("userName", customers.adminUserName(id));
        model.addAttribute("handOver", handOver.orElse(null));
        model.addAttribute("password", password.orElse(null));
        model.addAttribute(
                "waitsUntil", handOver.flatMap(customers::passwordWaitsUntil).orElse(null));
        return "customer/password";
    }

    /** Who brought its own administrators, withdrew delegated administration, or is no customer any more, gets no password from here. */
    private Customer customer(UUID id) {
        return customers
                .find(id)
                .filter(Customer::isCurrent)
                .filter(Customer::isDelegatedAdministration)
                .filter(customer -> customers.adminUserName(id) != null)
                .orElseThrow(NotFoundException::new);
    }

    private static Optional<UUID> handOver(UUID customerId, HttpSession session) {
        return Optional.ofNullable((UUID) session.getAttribute(key(customerId)));
    }

    private static String key(UUID customerId) {
        return "password-hand-over-" + customerId;
    }
}
