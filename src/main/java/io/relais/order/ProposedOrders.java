package io.relais.order;

import io.relais.audit.AuditTrail;
import io.relais.customer.Customer;
import io.relais.customer.Customers;
import io.relais.partnership.ResellerCard;
import io.relais.partnership.Resellers;
import io.relais.web.Keyset;
import io.relais.web.NotFoundException;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.Errors;

/**
 * Orders that resellers propose for their customers, from the reseller's side: put together, sent to the provider, corrected, withdrawn.
 * From the moment it is sent it is an order like any other, which staff review in {@code add-subscription}; see {@link Orders}.
 *
 * <p>Every method for a reseller finds by the reseller: what another one proposes does not exist. Nor does anything for who is no partner
 * now; and who is suspended, or does not manage the customer any more, puts nothing together for it. That is asked with the reseller and the
 * customer held, in this order, before the proposal is locked.
 *
 * @see Proposal
 */
@Service
public class ProposedOrders {

    /** The states in which a proposal can still be taken back. */
    static final List<OrderState> ENDABLE = List.of(OrderState.PREPARED, OrderState.DRAFT, OrderState.SENT_BACK);

    private static final int MAX_NOTE = 1000;

    private final OrderRepository orders;
    private final Orders all;
    private final OrderList list;
    private final AddSubscriptionProcess process;
    private final Customers customers;
    private final Resellers resellers;
    private final ProposalMails mails;
    private final AuditTrail audit;
    private final EntityManager entities;
    private final Clock clock;

    ProposedOrders(
            OrderRepository orders,
            Orders all,
            OrderList list,
            AddSubscriptionProcess process,
            Customers customers,
            Resellers resellers,
            ProposalMails mails,
            AuditTrail audit,
            EntityManager entities,
            Clock clock) {
        this.orders = orders;
        this.all = all;
        this.list = list;
        this.process = process;
        this.customers = customers;
        this.resellers = resellers;
        this.mails = mails;
        this.audit = audit;
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * Begins a proposal for a customer, or reopens the reseller's one for it in which nothing is chosen yet.
     *
     * @return empty while the reseller is suspended
     * @throws NotFoundException if the reseller does not manage this customer
     */
    @Transactional
    public Optional<UUID> start(UUID reseller, UUID customerId) {
        boolean suspended = held(reseller).suspended();
        if (!managed(reseller, customerId)) {
            throw new NotFoundException();
        }
        if (suspended) {
            return Optional.empty();
        }
        Customer customer = customers.find(customerId).orElseThrow();
        return Optional.of(orders.proposals(reseller, customerId, OrderState.PREPARED, Limit.of(5)).stream()
                .filter(Order::untouched)
                .findFirst()
                .map(Order::id)
                .orElseGet(() -> {
                    Order order = Order.preparedBy(
                            reseller, AuditTrail.actor(), customerId, all.copy(customer), clock.instant());
                    entities.persist(order);
                    return order.id();
                }));
    }

    /** Stores what is chosen as it is. */
    @Transactional
    public void keep(UUID reseller, UUID id, OrderSelection selection) {
        toChange(reseller, id).selectAtReseller(selection);
    }

    /** Stores what is chosen, and says what is wrong with it. On record is the reseller itself, or nobody. */
    @Transactional
    public void choose(UUID reseller, UUID id, OrderSelection selection, Errors errors) {
        Order order = toChange(reseller, id);
        if (!errors.hasErrors()) {
            order.selectAtReseller(selection);
        }
        check(order, selection, errors);
    }

    private void check(Order order, OrderSelection selection, Errors errors) {
        all.check(order, selection, errors);
        for (int i = 0; i < selection.lines().size(); i++) {
            if (ofSomebodyElse(order, selection.lines().get(i))) {
                errors.rejectValue("lines[" + i + "].resellerOnRecordId", "order.proposal.onRecord");
            }
        }
    }

    private static boolean ofSomebodyElse(Order order, OrderLine line) {
        return line.resellerOnRecordId() != null
                && !line.resellerOnRecordId().equals(order.proposal().reseller());
    }

    /**
     * Sends it to the provider, or sends it again, as this person saw it; if it is another one by now, says so instead.
     *
     * @param note for the provider; null or blank for none
     * @param errors takes what stands in the way; nothing is sent then
     */
    @Transactional
    public Optional<Orders.Unseen> propose(UUID reseller, UUID id, OrderSeen seen, String note, Errors errors) {
        held(reseller);
        orders.customerOfProposal(id, reseller).ifPresent(customers::holdCurrent);
        Order order = atReseller(reseller, id);
        OrderView now = all.view(order);
        List<OrderSeen.PriceChange> prices = Orders.changes(seen.prices(), now.lines());
        if (!prices.isEmpty() || seen.version() != now.version()) {
            return Optional.of(new Orders.Unseen(prices));
        }
        String written = note == null || note.isBlank() ? null : note.strip();
        if (written != null && written.length() > MAX_NOTE) {
            errors.rejectValue("note", "order.proposal.note.long", new Object[] {MAX_NOTE}, null);
        }
        if (order.selection().lines().stream().anyMatch(line -> ofSomebodyElse(order, line))) {
            errors.reject("order.proposal.onRecord");
        }
        now.detailProblems().getAllErrors().forEach(problem -> errors.reject(problem.getCode()));
        now.selectionProblems()
                .getAllErrors()
                .forEach(problem -> errors.reject(problem.getCode(), problem.getArguments(), null));
        if (errors.hasErrors()) {
            return Optional.empty();
        }
        boolean again = order.state() == OrderState.SENT_BACK;
        order.propose(all.terms(order), AuditTrail.actor(), written, clock.instant());
        audit.record("propose_order", Orders.OBJECT, id, null, written);
        entities.flush();
        if (again) {
            process.proposeAgain(id, inShort(order));
        } else {
            process.propose(id, inShort(order));
        }
        mails.proposed(all.view(order));
        return Optional.empty();
    }

    /** The first line, and how many more there are, in no language. */
    private static String inShort(Order order) {
        OrderedLine first = order.proposedLines().get(0);
        int more = order.proposedLines().size() - 1;
        return first.entered().licenses() + " × " + first.agreed().title() + (more == 0 ? "" : " + " + more);
    }

    /**
     * Takes a proposal back; one that was never sent is thrown away. So may who is suspended.
     *
     * @return false if it is too late, since the provider has submitted or refused it
     */
    @Transactional
    public boolean withdraw(UUID reseller, UUID id) {
        held(reseller);
        Order order = orders.lockProposal(id, reseller).orElseThrow(NotFoundException::new);
        if (ENDABLE.contains(order.state())) {
            takeBack(order, "withdraw_proposal");
            return true;
        }
        return order.state() == OrderState.WITHDRAWN;
    }

    /**
     * Ends what a reseller may propose no more. Nobody is written to: who ended its work for the customer knows.
     *
     * @param locked proposals in states that are {@link #ENDABLE}
     */
    @Transactional
    void end(List<Order> locked) {
        locked.forEach(order -> takeBack(order, "end_proposal"));
    }

    private void takeBack(Order order, String action) {
        if (order.state() == OrderState.PREPARED) {
            orders.delete(order);
            return;
        }
        order.withdraw();
        audit.record(action, Orders.OBJECT, order.id());
        entities.flush();
        process.withdraw(order.id());
    }

    // What the process calls

    /** Gives it to the reseller again, with the reason that was given at Review. */
    @Transactional
    public void sendBack(UUID id) {
        Order order = get(id);
        order.sendBack();
        audit.record(
                "send_back_proposal", Orders.OBJECT, id, null, order.proposal().answer());
        mails.sentBack(all.view(order));
    }

    /** Ends it with the reason that was given at Review. */
    @Transactional
    public void refuse(UUID id) {
        Order order = get(id);
        order.refuseProposal();
        audit.record(
                "refuse_proposal", Orders.OBJECT, id, null, order.proposal().answer());
        mails.refused(all.view(order));
    }

    /** Ends what the reseller did not correct in time. */
    @Transactional
    public void lapse(UUID id) {
        Order order = get(id);
        order.withdraw();
        audit.recordAs(AuditTrail.SYSTEM, "lapse_proposal", Orders.OBJECT, id, null, null);
        mails.lapsed(all.view(order));
    }

    /** Makes sure that it was withdrawn, and not just that somebody sent the process a message. */
    @Transactional(readOnly = true)
    public void withdrawn(UUID id) {
        if (get(id).state() != OrderState.WITHDRAWN) {
            throw new IllegalStateException("The reseller has not withdrawn order " + id);
        }
    }

    /** Likewise that the reseller has sent it again. */
    @Transactional(readOnly = true)
    public void sentAgain(UUID id) {
        if (get(id).state() != OrderState.DRAFT) {
            throw new IllegalStateException("The reseller has not corrected order " + id);
        }
    }

    // What pages read

    /**
     * A proposal with everything its pages show, without the name of any other reseller.
     *
     * @throws NotFoundException if this reseller has none with this id
     */
    @Transactional(readOnly = true)
    public OrderView find(UUID reseller, UUID id) {
        return all.view(own(reseller, id), reseller::equals);
    }

    /** Whether the reseller has it and can change it. */
    public static boolean changeable(OrderView proposal) {
        return OrderState.WITH_RESELLER.contains(proposal.state());
    }

    /** A page of the reseller's proposals, the newest first. */
    @Transactional(readOnly = true)
    public Keyset.Page<OrderCard> list(UUID reseller, UUID customer, String after, String before, int size) {
        return list.page(new OrderFilter(customer, null, null, null, reseller), after, before, size);
    }

    /** How many of the reseller's proposals wait for somebody, by state. */
    @Transactional(readOnly = true)
    public Map<OrderState, Long> waiting(UUID reseller) {
        Map<OrderState, Long> counts = new EnumMap<>(OrderState.class);
        orders.countProposals(reseller, ENDABLE).forEach(row -> counts.put((OrderState) row[0], (Long) row[1]));
        return counts;
    }

    /** How many licenses of each product the customer has already, by {@code productId:skuId}. */
    @Transactional(readOnly = true)
    public Map<String, Integer> licensesInUse(UUID reseller, UUID id) {
        return all.licensesInUse(own(reseller, id).id());
    }

    private Order own(UUID reseller, UUID id) {
        return orders.findProposal(id, reseller).orElseThrow(NotFoundException::new);
    }

    /** The reseller, which stays as it is until the transaction ends. */
    private ResellerCard held(UUID reseller) {
        resellers.obstacles(reseller);
        return resellers.find(reseller).filter(ResellerCard::active).orElseThrow(NotFoundException::new);
    }

    private boolean managed(UUID reseller, UUID customer) {
        return customers.holdCurrent(customer)
                && customers.resellersOf(customer).contains(reseller);
    }

    /**
     * The reseller's proposal, for another choice.
     *
     * @throws ProposalNotOpenException if it is not with the reseller now, or the reseller may propose nothing for this customer now
     */
    private Order toChange(UUID reseller, UUID id) {
        boolean suspended = held(reseller).suspended();
        UUID customer = orders.customerOfProposal(id, reseller).orElseThrow(NotFoundException::new);
        if (!managed(reseller, customer) || suspended) {
            throw new ProposalNotOpenException(id);
        }
        return atReseller(reseller, id);
    }

    /**
     * The reseller's proposal, to be changed.
     *
     * @throws ProposalNotOpenException if it is not with the reseller now
     */
    private Order atReseller(UUID reseller, UUID id) {
        Order order = orders.lockProposal(id, reseller).orElseThrow(NotFoundException::new);
        if (!OrderState.WITH_RESELLER.contains(order.state())) {
            throw new ProposalNotOpenException(id);
        }
        return order;
    }

    private Order get(UUID id) {
        return orders.findById(id).orElseThrow(() -> new NoSuchElementException("No order " + id));
    }
}
