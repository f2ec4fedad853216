package io.relais.counter.web;

import io.relais.customer.Customer;
import io.relais.customer.Customers;
import io.relais.partnership.ResellerCard;
import io.relais.partnership.ResellerState;
import io.relais.partnership.Resellers;
import io.relais.provider.Provider;
import io.relais.security.OutsidePerson;
import io.relais.subscription.Subscription;
import io.relais.subscription.Subscriptions;
import io.relais.web.NotFoundException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/**
 * What is a reseller's own, for its people's pages: everything else does not exist for them. While the partnership stands these are the
 * customers that the reseller manages now; when it has ended, or has not begun, there are none. A suspended reseller sees them but changes
 * nothing; what it has asked for it can still take back.
 */
@Component
class ResellerCounter {

    /**
     * How a reseller stands with the provider, and what this person may do for it.
     *
     * @param ended the partnership was removed
     */
    record Standing(ResellerCard reseller, boolean partner, boolean ended, boolean suspended, boolean administrator) {

        /** Whether this person may change something for the reseller's customers. */
        boolean mayAct() {
            return partner && !suspended && administrator;
        }
    }

    private final Resellers resellers;
    private final Customers customers;
    private final Subscriptions subscriptions;
    private final Provider provider;

    ResellerCounter(Resellers resellers, Customers customers, Subscriptions subscriptions, Provider provider) {
        this.resellers = resellers;
        this.customers = customers;
        this.subscriptions = subscriptions;
        this.provider = provider;
    }

    /** How the person's reseller stands; the page gets it as {@code standing}, and the {@code provider}. */
    Standing standing(OutsidePerson person, Model model) {
        ResellerCard reseller = resellers.find(person.party()).orElseThrow(NotFoundException::new);
        Standing standing = new Standing(
                reseller,
                reseller.active(),
                reseller.state() == ResellerState.REMOVED,
                reseller.suspended(),
                person.administrator());
        model.addAttribute("standing", standing);
        model.addAttribute("mayAct", standing.mayAct());
        model.addAttribute("provider", provider);
        return standing;
    }

    /** The same for pages about customers, which are there for partners only. */
    Standing partner(OutsidePerson person, Model model) {
        Standing standing = standing(person, model);
        if (!standing.partner()) {
            throw new NotFoundException();
        }
        return standing;
    }

    /** @throws NotFoundException unless the person's reseller is a partner and manages this customer now */
    Customer customer(OutsidePerson person, UUID id) {
        return mine(person, id).orElseThrow(NotFoundException::new);
    }

    /** @throws NotFoundException unless it is a subscription of such a customer */
    Subscription subscription(OutsidePerson person, UUID id) {
        return subscriptions
                .find(id)
                .filter(found -> mine(person, found.getCustomerId()).isPresent())
                .orElseThrow(NotFoundException::new);
    }

    /** A customer that the person's reseller manages now; empty for all others. */
    Optional<Customer> mine(OutsidePerson person, UUID id) {
        boolean partner =
                resellers.find(person.party()).filter(ResellerCard::active).isPresent();
        return partner && customers.resellersOf(id).contains(person.party())
                ? customers.find(id).filter(Customer::isCurrent)
                : Optional.empty();
    }
}
