package io.relais.order.web;

import io.relais.order.OrderProcess;
import io.relais.order.OrderSeen;
import io.relais.order.OrderView;
import io.relais.order.Orders;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Third page of the wizard: everything at a glance, and the way back to each part. */
@Controller
@RequestMapping("/orders/{id}/review")
@PreAuthorize("hasAuthority('ADD_CUSTOMER') or hasAuthority('MANAGE_SUBSCRIPTIONS')")
class ReviewController {

    private final Orders orders;

    ReviewController(Orders orders) {
        this.orders = orders;
    }

    /** Why something is given back to the reseller that proposed it. */
    record Reason(String reason) {}

    @GetMapping
    String show(@PathVariable UUID id, Model model) {
        OrderView order = orders.at(id, OrderProcess.REVIEW_ORDER);
        model.addAttribute("order", order);
        model.addAttribute("repriced", order.repriced());
        model.addAttribute("form", new Reason(null));
        return "order/review";
    }

    @PostMapping
    String submit(
            @PathVariable UUID id,
            @RequestParam(required = false) String seen,
            Model model,
            HttpServletResponse response) {
        Optional<Orders.Unseen> unseen = orders.submit(id, OrderSeen.decoded(seen));
        if (unseen.isEmpty()) {
            return "redirect:/tasks/next?case=" + id;
        }
        response.setStatus(422);
        model.addAttribute("order", orders.at(id, OrderProcess.REVIEW_ORDER));
        model.addAttribute("repriced", unseen.get().prices());
        model.addAttribute("unseen", true);
        model.addAttribute("form", new Reason(null));
        return "order/review";
    }

    /** Gives what a reseller proposed back to it, to be corrected. */
    @PostMapping(params = "action=send-back")
    String sendBack(
            @PathVariable UUID id,
            @ModelAttribute("form") Reason form,
            BindingResult errors,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        return giveBack(id, false, form, errors, model, response, redirect);
    }

    @PostMapping(params = "action=refuse")
    String refuse(
            @PathVariable UUID id,
            @ModelAttribute("form") Reason form,
            BindingResult errors,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        return giveBack(id, true, form, errors, model, response, redirect);
    }

    private String giveBack(
            UUID id,
            boolean forGood,
            Reason form,
            BindingResult errors,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        String company = orders.giveBack(id, forGood, form.reason(), errors);
        if (!errors.hasErrors()) {
            redirect.addFlashAttribute("notice", forGood ? "order.outcome.refused" : "order.outcome.sentBack");
            redirect.addFlashAttribute("noticeArgs", new Object[] {company});
            return "redirect:/tasks/next?case=" + id;
        }
        response.setStatus(422);
        OrderView order = orders.at(id, OrderProcess.REVIEW_ORDER);
        model.addAttribute("order", order);
        model.addAttribute("repriced", order.repriced());
        return "order/review";
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
