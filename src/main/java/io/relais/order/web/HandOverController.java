package io.relais.order.web;

import io.relais.customer.Customers;
import io.relais.order.NewCustomerOrderProcess;
import io.relais.order.OrderView;
import io.relais.order.Orders;
import io.relais.provider.Provider;
import io.relais.web.Fragments;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Last page of the wizard: Confirmation with the setup information. The password is in the answer to the one reveal and nowhere else. */
@Controller
@RequestMapping("/orders/{id}/confirmation")
@PreAuthorize("hasAuthority('ADD_CUSTOMER')")
class HandOverController {

    private final Orders orders;
    private final Customers customers;
    private final Provider provider;

    HandOverController(Orders orders, Customers customers, Provider provider) {
        this.orders = orders;
        this.customers = customers;
        this.provider = provider;
    }

    @GetMapping
    String show(@PathVariable UUID id, Model model) {
        return page(id, Optional.empty(), model);
    }

    @PostMapping("/reveal")
    String reveal(@PathVariable UUID id, Model model) {
        return page(id, orders.revealPassword(id), model);
    }

    @PostMapping
    String done(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean noted,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        if (!noted) {
            response.setStatus(422);
            model.addAttribute("notNoted", true);
            return page(id, Optional.empty(), model);
        }
        OrderView order = orders.at(id, NewCustomerOrderProcess.HAND_OVER);
        if (customers.passwordWaitsUntil(id).isPresent()) {
            response.setStatus(422);
            model.addAttribute("notShown", true);
            return page(id, Optional.empty(), model);
        }
        orders.handedOver(id);
        if (Fragments.wanted(request)) {
            return "redirect:/tasks/next?case=" + id;
        }
        redirect.addFlashAttribute("notice", "order.done");
        redirect.addFlashAttribute(
                "noticeArgs", new Object[] {order.entered().details().companyName()});
        return order.entered().reseller() == null
                ? "redirect:/customers"
                : "redirect:/customers?reseller=" + order.entered().reseller();
    }

    private String page(UUID id, Optional<String> password, Model model) {
        OrderView order = orders.at(id, NewCustomerOrderProcess.HAND_OVER);
        model.addAttribute("order", order);
        model.addAttribute("signInAddress", provider.baseUrl() + "/customer");
        model.addAttribute("userName", customers.adminUserName(order.customerId()));
        model.addAttribute("password", password.orElse(null));
        model.addAttribute("waitsUntil", customers.passwordWaitsUntil(id).orElse(null));
        return "order/confirmation";
    }
}
