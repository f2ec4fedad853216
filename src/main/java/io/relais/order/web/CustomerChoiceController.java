package io.relais.order.web;

import io.relais.customer.Customer;
import io.relais.customer.CustomerFilter;
import io.relais.customer.Customers;
import io.relais.order.AddSubscriptionProcess;
import io.relais.order.OrderView;
import io.relais.order.Orders;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
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
import org.springframework.web.util.UriComponentsBuilder;

/** First page of an order for an existing customer, where it does not begin at the customer's own page: which customer it is for. */
@Controller
@RequestMapping("/orders/{id}/customer")
@PreAuthorize("hasAuthority('MANAGE_SUBSCRIPTIONS')")
class CustomerChoiceController {

    private static final int CUSTOMERS_SHOWN = 20;

    private final Orders orders;
    private final Customers customers;

    CustomerChoiceController(Orders orders, Customers customers) {
        this.orders = orders;
        this.customers = customers;
    }

    /** @param customer the chosen one; as text, so that nonsense is refused at the page and not at the door */
    record Choice(String customer) {

        Optional<UUID> id() {
            return uuid(customer);
        }
    }

    /** A customer to choose. */
    record Candidate(UUID id, String companyName, String domain) {

        private static Candidate of(Customer customer) {
            return new Candidate(
                    customer.getId(),
                    customer.getDetails().companyName(),
                    customer.getDetails().domain());
        }
    }

    @GetMapping
    String show(@PathVariable UUID id, @RequestParam(required = false) String text, Model model) {
        OrderView order = orders.at(id, AddSubscriptionProcess.CHOOSE_CUSTOMER);
        model.addAttribute(
                "form",
                new Choice(
                        order.customerId() == null ? null : order.customerId().toString()));
        return page(order, text, model);
    }

    @PostMapping
    String next(
            @PathVariable UUID id,
            @ModelAttribute("form") Choice form,
            BindingResult errors,
            @RequestParam(required = false) String text,
            Model model,
            HttpServletResponse response) {
        orders.chooseCustomer(id, form.id().orElse(null), errors);
        if (!errors.hasErrors()) {
            return "redirect:/tasks/next?case=" + id;
        }
        response.setStatus(422);
        return page(orders.at(id, AddSubscriptionProcess.CHOOSE_CUSTOMER), text, model);
    }

    @PostMapping(params = "action=search")
    String search(@PathVariable UUID id, @RequestParam(required = false) String text) {
        return "redirect:"
                + UriComponentsBuilder.fromPath("/orders/{id}/customer")
                        .queryParam("text", "{text}")
                        .encode()
                        .buildAndExpand(id, text == null ? "" : text)
                        .toUriString();
    }

    private String page(OrderView order, String text, Model model) {
        Optional<UUID> chosen = ((Choice) model.getAttribute("form")).id();
        Stream<Candidate> found = uuid(text).flatMap(customers::find).map(Candidate::of).stream();
        Stream<Candidate> listed =
                customers.list(new CustomerFilter(text, null, null), null, null, CUSTOMERS_SHOWN).rows().stream()
                        .map(card -> new Candidate(
                                card.id(),
                                card.details().companyName(),
                                card.details().domain()));
        Stream<Candidate> kept = chosen.flatMap(customers::find).map(Candidate::of).stream();
        model.addAttribute("order", order);
        model.addAttribute("chosen", chosen.orElse(null));
        model.addAttribute(
                "customers",
                Stream.of(kept, found, listed).flatMap(all -> all).distinct().toList());
        model.addAttribute("text", text);
        return "order/customer";
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.ofNullable(text).map(String::strip).map(UUID::fromString);
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
