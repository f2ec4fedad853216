package io.relais.order.web;

import io.relais.catalog.Catalog;
import io.relais.catalog.CatalogItem;
import io.relais.order.OrderLine;
import io.relais.order.OrderProcess;
import io.relais.order.OrderSelection;
import io.relais.order.OrderView;
import io.relais.order.Orders;
import io.relais.partnership.Resellers;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.http.HttpStatus;
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
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;

/** Second page of the wizard, <em>New subscription</em>: the catalog of the customer's country, and what is chosen from it. */
@Controller
@RequestMapping("/orders/{id}/subscriptions")
@PreAuthorize("hasAuthority('ADD_CUSTOMER') or hasAuthority('MANAGE_SUBSCRIPTIONS')")
class SubscriptionsController {

    private static final int OFFERS_SHOWN = 100;

    /** Beginning of the names under which the lines' choices of a reseller send what is searched for. */
    private static final String FIND = "find-reseller-";

    private final Orders orders;
    private final Catalog catalog;
    private final Resellers resellers;

    SubscriptionsController(Orders orders, Catalog catalog, Resellers resellers) {
        this.orders = orders;
        this.catalog = catalog;
        this.resellers = resellers;
    }

    @GetMapping
    String show(
            @PathVariable UUID id,
            @RequestParam(required = false) String text,
            @RequestParam(required = false) String category,
            Model model) {
        OrderView order = orders.at(id, OrderProcess.CHOOSE_SUBSCRIPTIONS);
        model.addAttribute(
                "form",
                new OrderSelection(
                        order.lines().stream().map(OrderView.Line::entered).toList()));
        return page(order, text, category, Map.of(), model);
    }

    @PostMapping
    String next(
            @PathVariable UUID id,
            @Valid @ModelAttribute("form") OrderSelection form,
            BindingResult errors,
            @RequestParam(required = false) String text,
            @RequestParam(required = false) String category,
            @RequestParam Map<String, String> sent,
            Model model,
            HttpServletResponse response) {
        requireReadable(errors);
        orders.choose(id, form, errors);
        if (!errors.hasErrors()) {
            return "redirect:/tasks/next?case=" + id;
        }
        response.setStatus(422);
        return page(orders.at(id, OrderProcess.CHOOSE_SUBSCRIPTIONS), text, category, sent, model);
    }

    /** Adds, removes, searches, leaves or goes back: what is typed is kept as it is and judged only at <em>Next</em>. */
    @PostMapping(params = "action")
    String change(
            @PathVariable UUID id,
            @RequestParam String action,
            @Valid @ModelAttribute("form") OrderSelection form,
            BindingResult errors,
            @RequestParam(required = false) String text,
            @RequestParam(required = false) String category,
            @RequestParam Map<String, String> sent,
            Model model,
            HttpServletResponse response) {
        requireReadable(errors);
        if (errors.hasErrors()) {
            response.setStatus(422);
            return page(orders.at(id, OrderProcess.CHOOSE_SUBSCRIPTIONS), text, category, sent, model);
        }
        if (action.equals("back")) {
            orders.backToDetails(id, form);
            return "redirect:/tasks/next?case=" + id;
        }
        if (action.equals("find")) {
            return page(orders.at(id, OrderProcess.CHOOSE_SUBSCRIPTIONS), text, category, sent, model);
        }
        OrderSelection selection = form;
        String[] verb = (action + ":").split(":");
        if (verb[0].equals("add")) {
            OrderView order = orders.at(id, OrderProcess.CHOOSE_SUBSCRIPTIONS);
            UUID offerId = offerId(verb);
            Map<UUID, CatalogItem> offer =
                    catalog.items(Set.of(offerId), order.entered().details().country());
            if (offer.containsKey(offerId)) {
                selection = form.adding(offer.get(offerId), order.usualReseller());
            }
        } else if (verb[0].equals("remove")) {
            selection = form.without(offerId(verb));
        }
        orders.keepSelection(id, selection);
        return action.equals("keep")
                ? "redirect:/tasks"
                : "redirect:"
                        + UriComponentsBuilder.fromPath("/orders/{id}/subscriptions")
                                .queryParam("text", "{text}")
                                .queryParam("category", "{category}")
                                .encode()
                                .buildAndExpand(id, text == null ? "" : text, category == null ? "" : category)
                                .toUriString();
    }

    /** The page itself sends nothing else, so there is nobody to explain it to. */
    private static void requireReadable(BindingResult form) {
        if (form.getTarget() == null) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
    }

    private static UUID offerId(String[] verb) {
        try {
            return UUID.fromString(verb.length > 1 ? verb[1] : "");
        } catch (IllegalArgumentException nonsense) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
    }

    private String page(OrderView order, String text, String category, Map<String, String> find, Model model) {
        OrderSelection form = (OrderSelection) model.getAttribute("form");
        String market = order.entered().details().country();
        Set<UUID> chosen = form.lines().stream().map(OrderLine::offerId).collect(Collectors.toSet());
        String wantedCategory = category == null || category.isBlank() ? null : category;
        model.addAttribute("order", order);
        model.addAttribute("chosen", chosen);
        model.addAttribute("offers", chosen.isEmpty() ? Map.of() : catalog.items(chosen, market));
        model.addAttribute("catalog", catalog.search(market, wantedCategory, text, OFFERS_SHOWN));
        model.addAttribute("categories", catalog.categories(market));
        model.addAttribute("text", text);
        model.addAttribute("category", wantedCategory);
        model.addAttribute(
                "choices",
                IntStream.range(0, form.lines().size())
                        .mapToObj(i -> resellers.choice(
                                find.get(FIND + i), form.lines().get(i).resellerOnRecordId(), false))
                        .toList());
        model.addAttribute("owned", orders.licensesInUse(order.id()));
        return "order/subscriptions";
    }
}
