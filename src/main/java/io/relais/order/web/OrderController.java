package io.relais.order.web;

import io.relais.order.OrderState;
import io.relais.order.OrderView;
import io.relais.order.Orders;
import io.relais.tasks.TaskCard;
import io.relais.tasks.Tasks;
import io.relais.web.Fragments;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
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

/** An order as a whole: starting one, where it stands, and cancelling it. */
@Controller
@RequestMapping("/orders")
@PreAuthorize("hasAuthority('VIEW_CUSTOMERS')")
class OrderController {

    private final Orders orders;
    private final Tasks tasks;

    OrderController(Orders orders, Tasks tasks) {
        this.orders = orders;
        this.tasks = tasks;
    }

    /** <em>Add a new customer</em>; from a reseller's row the reseller is already chosen. */
    @PostMapping
    @PreAuthorize("hasAuthority('ADD_CUSTOMER')")
    String start(@RequestParam(required = false) UUID reseller) {
        return "redirect:/tasks/next?case=" + orders.start(reseller);
    }

    @GetMapping("/{id}")
    String show(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean placed,
            Model model,
            RedirectAttributes redirect) {
        Optional<OrderView> found = orders.find(id);
        if (found.isEmpty() && orders.cancelled(id)) {
            // A second click on "Yes, cancel", or the browser's way back.
            redirect.addFlashAttribute("notice", "order.cancelled");
            return "redirect:/customers";
        }
        OrderView order = found.orElseThrow(NotFoundException::new);
        boolean mine = tasks.next(id.toString()).isPresent();
        if (order.state() == OrderState.PLACED && mine) {
            // Placed while this page was on its way: whoever waited for it goes on to the hand-over.
            return "redirect:/tasks/next?case=" + id;
        }
        model.addAttribute("order", order);
        model.addAttribute("mine", mine);
        model.addAttribute(
                "holder",
                tasks.ofCase(id.toString()).stream()
                        .map(TaskCard::holder)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
        model.addAttribute(
                "free",
                tasks.ofCase(id.toString()).stream()
                        .filter(task -> task.holder() == null)
                        .map(TaskCard::id)
                        .findFirst()
                        .orElse(null));
        model.addAttribute("justPlaced", placed && order.state() == OrderState.PLACED);
        model.addAttribute("stuck", order.state() == OrderState.SUBMITTED && orders.waitsForOperator(id));
        return "order/order";
    }

    /** Asked every second by the page of a submitted order, until there is something else to show. */
    @GetMapping("/{id}/progress")
    String progress(@PathVariable UUID id, Model model, HttpServletResponse response) {
        OrderView order = orders.find(id).orElseThrow(NotFoundException::new);
        if (order.state() != OrderState.SUBMITTED) {
            boolean confirmed = order.existingCustomer() && order.state() == OrderState.PLACED;
            response.setHeader("HX-Redirect", confirmed ? "/orders/" + id + "?placed=true" : "/tasks/next?case=" + id);
        }
        model.addAttribute("order", order);
        model.addAttribute("stuck", order.state() == OrderState.SUBMITTED && orders.waitsForOperator(id));
        return "order/order :: progress";
    }

    /** Asks once, then cancels the whole operation. */
    @PostMapping("/{id}/cancel")
    @PreAuthorize("hasAuthority('ADD_CUSTOMER') or hasAuthority('MANAGE_SUBSCRIPTIONS')")
    String cancel(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean confirmed,
            HttpServletRequest request,
            Model model,
            RedirectAttributes redirect) {
        if (!confirmed) {
            model.addAttribute("order", orders.find(id).orElseThrow(NotFoundException::new));
            return "order/cancel";
        }
        Optional<OrderView> cancelled = orders.find(id);
        orders.cancel(id);
        if (Fragments.wanted(request)) {
            return "redirect:/tasks/next?case=" + id;
        }
        redirect.addFlashAttribute("notice", "order.cancelled");
        return cancelled
                .map(OrderView::customerId)
                .map(customer -> "redirect:/customers/" + customer + "/orders")
                .orElse("redirect:/customers");
    }
}
