package io.relais.order.web;

import io.relais.order.NewCustomerOrderProcess;
import io.relais.order.Orders;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** Third page of the wizard: everything at a glance, and the way back to each part. */
@Controller
@RequestMapping("/orders/{id}/review")
@PreAuthorize("hasAuthority('ADD_CUSTOMER')")
class ReviewController {

    private final Orders orders;

    ReviewController(Orders orders) {
        this.orders = orders;
    }

    @GetMapping
    String show(@PathVariable UUID id, Model model) {
        model.addAttribute("order", orders.at(id, NewCustomerOrderProcess.REVIEW_ORDER));
        return "order/review";
    }

    @PostMapping
    String submit(@PathVariable UUID id) {
        orders.submit(id);
        return "redirect:/tasks/next?case=" + id;
    }

    @PostMapping(params = "action=details")
    String updateDetails(@PathVariable UUID id) {
        orders.updateDetails(id);
        return "redirect:/tasks/next?case=" + id;
    }

    @PostMapping(params = "action=subscriptions")
    String updateSubscriptions(@PathVariable UUID id) {
        orders.updateSubscriptions(id);
        return "redirect:/tasks/next?case=" + id;
    }
}
