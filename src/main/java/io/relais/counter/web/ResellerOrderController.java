package io.relais.counter.web;

import io.relais.catalog.Catalog;
import io.relais.catalog.CatalogItem;
import io.relais.order.OrderLine;
import io.relais.order.OrderSeen;
import io.relais.order.OrderSelection;
import io.relais.order.OrderView;
import io.relais.order.Orders;
import io.relais.order.ProposalNotOpenException;
import io.relais.order.ProposedOrders;
import io.relais.security.OutsidePerson;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The orders that a reseller proposes: what it wants for its customer, chosen from the catalog like any order, reviewed, and sent to the
 * provider. Agents see them, administrators make them.
 */
@Controller
@RequestMapping("/reseller/orders")
@PreAuthorize("hasAuthority('RESELLER')")
class ResellerOrderController {

    private static final String ADMINISTRATOR = "hasAuthority('RESELLER_ADMINISTRATOR')";
    private static final int PAGE_SIZE = 25;
    private static final int OFFERS_SHOWN = 100;

    private final ResellerCounter counter;
    private final ProposedOrders proposals;
    private final Catalog catalog;

    ResellerOrderController(ResellerCounter counter, ProposedOrders proposals, Catalog catalog) {
        this.counter = counter;
        this.proposals = proposals;
        this.catalog = catalog;
    }

    /** What is written to the provider. */
    record Note(String note) {}

    @GetMapping
    String list(
            @AuthenticationPrincipal OutsidePerson person,
            @RequestParam(required = false) String after,
            @RequestParam(required = false) String before,
            Model model) {
        counter.partner(person, model);
        model.addAttribute("page", proposals.list(person.party(), null, after, before, PAGE_SIZE));
        return "counter/reseller-orders";
    }

    @GetMapping("/{id}")
    String show(@AuthenticationPrincipal OutsidePerson person, @PathVariable UUID id, Model model) {
        counter.partner(person, model);
        OrderView order = proposals.find(person.party(), id);
        boolean mine = counter.mine(person, order.customerId()).isPresent();
        model.addAttribute("order", order);
        model.addAttribute("mine", mine);
        model.addAttribute("changeable", mine && ProposedOrders.changeable(order));
        model.addAttribute("form", new Note(order.proposal().note()));
        return "counter/reseller-order";
    }

    @GetMapping("/{id}/subscriptions")
    @PreAuthorize(ADMINISTRATOR)
    String choose(
            @AuthenticationPrincipal OutsidePerson person,
            @PathVariable UUID id,
            @RequestParam(required = false) String text,
            @RequestParam(required = false) String category,
            Model model) {
        OrderView order = changeable(person, id, model);
        model.addAttribute(
                "form",
                new OrderSelection(
                        order.lines().stream().map(OrderView.Line::entered).toList()));
        return page(person, order, text, category, model);
    }

    @PostMapping("/{id}/subscriptions")
    @PreAuthorize(ADMINISTRATOR)
    String next(
            @AuthenticationPrincipal OutsidePerson person,
            @PathVariable UUID id,
            @Valid @ModelAttribute("form") OrderSelection form,
            BindingResult errors,
            @RequestParam(required = false) String text,
            @RequestParam(required = false) String category,
            Model model,
            HttpServletResponse response) {
        changeable(person, id, model);
        requireReadable(errors);
        proposals.choose(person.party(), id, form, errors);
        if (!errors.hasErrors()) {
            return "redirect:/reseller/orders/" + id;
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        return page(person, proposals.find(person.party(), id), text, category, model);
    }

    /** Adds, removes, searches or leaves: what is typed is kept as it is and judged only at <em>Next</em>. */
    @PostMapping(path = "/{id}/subscriptions", params = "action")
    @PreAuthorize(ADMINISTRATOR)
    String change(
            @AuthenticationPrincipal OutsidePerson person,
            @PathVariable UUID id,
            @RequestParam String action,
            @Valid @ModelAttribute("form") OrderSelection form,
            BindingResult errors,
            @RequestParam(required = false) String text,
            @RequestParam(required = false) String category,
            Model model,
            HttpServletResponse response) {
        OrderView order = changeable(person, id, model);
        requireReadable(errors);
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(person, order, text, category, model);
        }
        OrderSelection selection = form;
        if (action.startsWith("add:")) {
            UUID offer = offer(action);
            CatalogItem item = catalog.items(Set.of(offer), market(order)).get(offer);
            selection = item == null ? form : form.adding(item, order.usualReseller());
        } else if (action.startsWith("remove:")) {
            selection = form.without(offer(action));
        }
        proposals.keep(person.party(), id, selection);
        return action.equals("keep")
                ? "redirect:/reseller/orders"
                : "redirect:"
                        + UriComponentsBuilder.fromPath("/reseller/orders/{id}/subscriptions")
                                .queryParam("text", "{text}")
                                .queryParam("category", "{category}")
                                .encode()
                                .buildAndExpand(id, text == null ? "" : text, category == null ? "" : category)
                                .toUriString();
    }

    /** Sends it to the provider. */
    @PostMapping("/{id}")
    @PreAuthorize(ADMINISTRATOR)
    String propose(
            @AuthenticationPrincipal OutsidePerson person,
            @PathVariable UUID id,
            @RequestParam(required = false) String seen,
            @ModelAttribute("form") Note form,
            BindingResult errors,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        changeable(person, id, model);
        Optional<Orders.Unseen> unseen =
                proposals.propose(person.party(), id, OrderSeen.decoded(seen), form.note(), errors);
        if (unseen.isEmpty() && !errors.hasErrors()) {
            redirect.addFlashAttribute("notice", "counter.reseller.order.sent");
            return "redirect:/reseller/orders/" + id;
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        OrderView order = proposals.find(person.party(), id);
        model.addAttribute("order", order);
        model.addAttribute("mine", true);
        model.addAttribute("changeable", true);
        unseen.ifPresent(one -> model.addAttribute("unseen", one));
        return "counter/reseller-order";
    }

    /** Asks once, then takes it back. */
    @PostMapping("/{id}/withdraw")
    @PreAuthorize(ADMINISTRATOR)
    String withdraw(
            @AuthenticationPrincipal OutsidePerson person,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean confirmed,
            Model model,
            RedirectAttributes redirect) {
        counter.partner(person, model);
        OrderView order = proposals.find(person.party(), id);
        if (!confirmed) {
            model.addAttribute("order", order);
            return "counter/reseller-withdraw";
        }
        boolean withdrawn = proposals.withdraw(person.party(), id);
        redirect.addFlashAttribute(
                "notice", withdrawn ? "counter.reseller.order.withdrawn" : "counter.reseller.order.tooLate");
        return withdrawn ? "redirect:/reseller/orders" : "redirect:/reseller/orders/" + id;
    }

    /** A second click, the other person was faster, or it may not be changed now: where it stands. */
    @ExceptionHandler
    String notOpen(ProposalNotOpenException gone) {
        return "redirect:/reseller/orders/" + gone.proposal();
    }

    /** Whose customer it is not any more, or who is suspended, sees the order's page and changes nothing. */
    private OrderView changeable(OutsidePerson person, UUID id, Model model) {
        boolean mayAct = counter.partner(person, model).mayAct();
        OrderView order = proposals.find(person.party(), id);
        boolean mine = counter.mine(person, order.customerId()).isPresent();
        if (!mayAct || !mine || !ProposedOrders.changeable(order)) {
            throw new ProposalNotOpenException(id);
        }
        return order;
    }

    /** The page itself sends nothing else, so there is nobody to explain it to. */
    private static void requireReadable(BindingResult form) {
        if (form.getTarget() == null) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
    }

    private static UUID offer(String action) {
        try {
            return UUID.fromString(action.substring(action.indexOf(':') + 1));
        } catch (IllegalArgumentException nonsense) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
    }

    private static String market(OrderView order) {
        return order.entered().details().country();
    }

    private String page(OutsidePerson person, OrderView order, String text, String category, Model model) {
        OrderSelection form = (OrderSelection) model.getAttribute("form");
        String market = market(order);
        String wantedCategory = category == null || category.isBlank() ? null : category;
        Set<UUID> chosen = form.lines().stream().map(OrderLine::offerId).collect(Collectors.toSet());
        model.addAttribute("order", order);
        model.addAttribute("chosen", chosen);
        model.addAttribute("offers", chosen.isEmpty() ? Map.of() : catalog.items(chosen, market));
        model.addAttribute("catalog", catalog.search(market, wantedCategory, text, OFFERS_SHOWN));
        model.addAttribute("categories", catalog.categories(market));
        model.addAttribute("text", text);
        model.addAttribute("category", wantedCategory);
        model.addAttribute("owned", proposals.licensesInUse(person.party(), order.id()));
        return "counter/reseller-choose";
    }
}
