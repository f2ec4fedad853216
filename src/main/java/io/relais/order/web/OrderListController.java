package io.relais.order.web;

import io.relais.customer.Customer;
import io.relais.customer.Customers;
import io.relais.order.OrderCard;
import io.relais.order.OrderFilter;
import io.relais.order.OrderState;
import io.relais.order.Orders;
import io.relais.partnership.Resellers;
import io.relais.tasks.Tasks;
import io.relais.web.Csv;
import io.relais.web.Keyset;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** All orders, and those of one customer. */
@Controller
@PreAuthorize("hasAuthority('VIEW_CUSTOMERS')")
class OrderListController {

    private static final int PAGE_SIZE = 25;
    private static final List<String> COLUMNS = List.of(
            "order.number",
            "order.stateOf",
            "order.companyName",
            "order.customer.id",
            "order.startedBy",
            "order.startedAt",
            "order.submittedBy",
            "order.submittedAt",
            "order.placedAt",
            "order.line.offer",
            "order.line.sku",
            "order.line.licenses",
            "order.line.term",
            "order.line.billing",
            "order.line.unitPrice",
            "order.line.total",
            "order.line.currency",
            "order.line.resellerOnRecord");

    private final Orders orders;
    private final Customers customers;
    private final Resellers resellers;
    private final Tasks tasks;
    private final MessageSource messages;

    OrderListController(Orders orders, Customers customers, Resellers resellers, Tasks tasks, MessageSource messages) {
        this.orders = orders;
        this.customers = customers;
        this.resellers = resellers;
        this.tasks = tasks;
        this.messages = messages;
    }

    @GetMapping("/orders")
    String all(
            @RequestParam(required = false) String state,
            @RequestParam(required = false) UUID reseller,
            @RequestParam(name = "find-reseller", required = false) String find,
            @RequestParam(required = false) String after,
            @RequestParam(required = false) String before,
            Model model) {
        model.addAttribute("states", OrderFilter.STATES);
        model.addAttribute("resellers", resellers.choice(find, reseller, true));
        list(OrderFilter.of(state, reseller), after, before, model);
        return "order/list";
    }

    @GetMapping("/customers/{id}/orders")
    String ofCustomer(
            @PathVariable UUID id,
            @RequestParam(required = false) String after,
            @RequestParam(required = false) String before,
            Model model) {
        model.addAttribute("customer", customer(id));
        list(OrderFilter.of(id), after, before, model);
        return "order/of-customer";
    }

    /** <em>New subscription</em>, from the customer's card and pages. */
    @PostMapping("/customers/{id}/orders")
    @PreAuthorize("hasAuthority('MANAGE_SUBSCRIPTIONS')")
    String start(@PathVariable UUID id) {
        return "redirect:/tasks/next?case=" + orders.startFor(id);
    }

    @GetMapping("/orders.csv")
    void exportAll(
            @RequestParam(required = false) String state,
            @RequestParam(required = false) UUID reseller,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        export(OrderFilter.of(state, reseller), locale, response);
    }

    @GetMapping("/customers/{id}/orders.csv")
    void exportOfCustomer(@PathVariable UUID id, Locale locale, HttpServletResponse response) throws IOException {
        customer(id);
        export(OrderFilter.of(id), locale, response);
    }

    private void list(OrderFilter filter, String after, String before, Model model) {
        Keyset.Page<OrderCard> page = orders.list(filter, after, before, PAGE_SIZE);
        model.addAttribute("filter", filter);
        model.addAttribute("page", page);
        model.addAttribute(
                "mine",
                tasks.mineAmong(page.rows().stream()
                        .filter(order -> order.state() == OrderState.DRAFT || order.state() == OrderState.PLACED)
                        .map(order -> order.id().toString())
                        .toList()));
    }

    /** One row per line of an order, an order without lines once. */
    private void export(OrderFilter filter, Locale locale, HttpServletResponse response) throws IOException {
        String[] header = COLUMNS.stream()
                .map(column -> messages.getMessage(column, null, locale))
                .toArray(String[]::new);
        try (Csv csv = Csv.download(response, "orders.csv", header)) {
            orders.each(filter, chunk -> {
                Map<UUID, String> names = resellers.names(onRecord(chunk));
                chunk.forEach(order -> {
                    if (order.lines().isEmpty()) {
                        csv.row(cells(order, null, names, locale));
                    }
                    order.lines().forEach(line -> csv.row(cells(order, line, names, locale)));
                });
            });
        }
    }

    private Object[] cells(OrderCard order, OrderCard.Line line, Map<UUID, String> names, Locale locale) {
        boolean agreed = line != null && line.agreed() != null;
        return new Object[] {
            order.number() == null ? "" : "R-" + order.number(),
            messages.getMessage(order.stateKey(), null, locale),
            order.companyName(),
            order.customerId(),
            order.startedBy(),
            time(order.startedAt()),
            order.submittedBy(),
            time(order.submittedAt()),
            time(order.placedAt()),
            agreed ? line.agreed().title() : "",
            agreed ? line.agreed().sku() : "",
            line == null ? "" : line.licenses(),
            agreed ? line.agreed().termDuration() : "",
            agreed ? line.agreed().billingPlan() : "",
            agreed ? line.agreed().unitPrice() : "",
            agreed ? line.agreed().termTotal() : "",
            agreed ? line.agreed().currency() : "",
            line == null || line.resellerOnRecordId() == null ? "" : names.get(line.resellerOnRecordId())
        };
    }

    private static Set<UUID> onRecord(Collection<OrderCard> orders) {
        return orders.stream()
                .flatMap(order -> order.lines().stream())
                .map(OrderCard.Line::resellerOnRecordId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private static String time(Instant instant) {
        return instant == null ? "" : instant.toString();
    }

    private Customer customer(UUID id) {
        return customers.find(id).orElseThrow(NotFoundException::new);
    }
}
