package io.relais.counter.web;

import io.relais.customer.Customers;
import io.relais.order.OrderState;
import io.relais.order.ProposedOrders;
import io.relais.partnership.PartnershipRequests;
import io.relais.security.OutsidePerson;
import io.relais.subscription.Due;
import io.relais.subscription.DueSubscriptions;
import java.util.Map;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page of a reseller's people: what they have, what waits for them, and what ends soon. */
@Controller
@PreAuthorize("hasAuthority('RESELLER')")
class ResellerHomeController {

    private static final int ROWS = 8;

    private final ResellerCounter counter;
    private final Customers customers;
    private final ProposedOrders proposals;
    private final PartnershipRequests requests;
    private final DueSubscriptions due;

    ResellerHomeController(
            ResellerCounter counter,
            Customers customers,
            ProposedOrders proposals,
            PartnershipRequests requests,
            DueSubscriptions due) {
        this.counter = counter;
        this.customers = customers;
        this.proposals = proposals;
        this.requests = requests;
        this.due = due;
    }

    @GetMapping("/reseller")
    String show(@AuthenticationPrincipal OutsidePerson person, Model model) {
        ResellerCounter.Standing standing = counter.standing(person, model);
        model.addAttribute("asked", requests.countOpen(person.party()));
        if (standing.partner()) {
            Map<OrderState, Long> waiting = proposals.waiting(person.party());
            model.addAttribute("customers", customers.countManagedBy(person.party()));
            model.addAttribute("prepared", waiting.getOrDefault(OrderState.PREPARED, 0L));
            model.addAttribute("proposed", waiting.getOrDefault(OrderState.DRAFT, 0L));
            model.addAttribute("sentBack", waiting.getOrDefault(OrderState.SENT_BACK, 0L));
            model.addAttribute("ending", due.ofReseller(person.party(), Due.Kind.ENDS, ROWS));
            model.addAttribute("renewing", due.ofReseller(person.party(), Due.Kind.RENEWS, ROWS));
        }
        return "counter/reseller-home";
    }
}
