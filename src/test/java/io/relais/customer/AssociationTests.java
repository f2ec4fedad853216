package io.relais.customer;

import static io.relais.customer.SampleCustomers.AGREEMENT;
import static io.relais.order.SampleOrders.details;
import static io.relais.order.SampleOrders.freshDomain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relais.RelaisTest;
import io.relais.security.SignedInAs;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which reseller manages which customer, since when and by whose doing; customers that existed before; removal. */
@RelaisTest
@SignedInAs("ada")
class AssociationTests {

    @Autowired
    private Customers customers;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient database;

    @Test
    void beginsOnceAndEndsOnceAndIsRemembered() {
        UUID customer = open("Twice associated", null);
        UUID reseller = reseller(0);

        customers.associate(customer, reseller);
        customers.associate(customer, reseller);
        assertThat(customers.resellersOf(customer)).containsExactly(reseller);
        customers.dissociate(customer, reseller);
        customers.dissociate(customer, reseller);
        customers.associate(customer, reseller);

        assertThat(customers.resellersOf(customer)).containsExactly(reseller);
        List<Association> associations = customers.associations(customer);
        assertThat(associations).hasSize(2).extracting(Association::current).containsExactly(true, false);
        assertThat(associations).extracting(Association::sinceBy).containsOnly("ada");
        assertThat(associations.get(1).untilBy()).isEqualTo("ada");
        assertThat(actions(customer))
                .containsExactly("add_customer", "associate_reseller", "dissociate_reseller", "associate_reseller");
    }

    @Test
    void listsACustomerUnderEachOfItsResellers() {
        UUID customer = open("Manyfold Zwei", reseller(0));

        customers.associate(customer, reseller(1));

        assertThat(found("manyfold", reseller(0))).containsExactly(customer);
        assertThat(found("zwei", reseller(1))).containsExactly(customer);
        customers.dissociate(customer, reseller(0));
        assertThat(found("manyfold", reseller(0))).isEmpty();
        assertThat(found("manyfold", null)).containsExactly(customer);
    }

    @Test
    void opensACustomerThatExistedBeforeWithoutAnAdministrator() {
        CustomerDetails details = details("Existing before", freshDomain());
        String own = details.domainPrefix() + ".example";

        UUID customer = customers.openExisting(
                details, List.of(own.toUpperCase(), details.domain()), AGREEMENT, reseller(0), false, "jo@" + own);

        assertThat(customers.adminUserName(customer)).isNull();
        assertThat(customers.find(customer).orElseThrow().isDelegatedAdministration())
                .isFalse();
        assertThat(found(own, null)).containsExactly(customer);
        assertThat(customers.associations(customer))
                .extracting(Association::sinceBy)
                .containsExactly("jo@" + own);
    }

    @Test
    void associatesWhoIsKnownByAnyDomainInsteadOfDoublingIt() {
        CustomerDetails details = details("Known already", freshDomain());
        String own = details.domainPrefix() + ".example";
        UUID customer = customers.openExisting(details, List.of(own), AGREEMENT, null, false, "jo");

        assertThat(customers.openExisting(
                        details("Other name", details.domainPrefix()),
                        List.of("second." + own),
                        AGREEMENT,
                        reseller(0),
                        true,
                        "jo"))
                .isEqualTo(customer);
        assertThat(customers.openExisting(
                        details("Third name", freshDomain()), List.of(own), AGREEMENT, reseller(1), false, "jo"))
                .isEqualTo(customer);

        assertThat(customers.resellersOf(customer)).containsExactlyInAnyOrder(reseller(0), reseller(1));
        Customer known = customers.find(customer).orElseThrow();
        assertThat(known.getDetails().companyName()).isEqualTo("Known already");
        assertThat(known.isDelegatedAdministration()).isTrue();
        assertThat(found("second." + own, null)).containsExactly(customer);
    }

    @Test
    void isOverOnceTheRelationshipIsRemovedAndMayBeTakenUpAgain() throws Exception {
        UUID customer = open("Leaving soon", reseller(0));
        CustomerDetails details = customers.find(customer).orElseThrow().getDetails();

        customers.removeRelationship(customer, "Closed down");
        customers.removeRelationship(customer, "Closed down again");

        assertThat(found("leaving", null)).isEmpty();
        assertThat(found("leaving", reseller(0))).isEmpty();
        assertThat(former("leaving")).containsExactly(customer);
        assertThat(customers.resellersOf(customer)).isEmpty();
        assertThat(customers.domainTaken(details.domainPrefix())).isTrue();
        assertThat(customers.likelyDuplicates("Leaving soon")).isEmpty();
        assertThat(customers.holdCurrent(customer)).isFalse();
        assertThatThrownBy(() -> customers.associate(customer, reseller(0))).isInstanceOf(IllegalStateException.class);

        assertThat(customers.openExisting(
                        details("Coming back", details.domainPrefix()), List.of(), AGREEMENT, reseller(1), true, "jo"))
                .isEqualTo(customer);
        assertThat(found("coming", reseller(1))).containsExactly(customer);
        assertThat(former("leaving")).isEmpty();
        assertThat(former("coming")).isEmpty();
        assertThat(customers.holdCurrent(customer)).isTrue();
        assertThat(actions(customer))
                .containsExactly(
                        "add_customer",
                        "associate_reseller",
                        "dissociate_reseller",
                        "remove_customer",
                        "take_up_customer_again",
                        "grant_delegated_administration",
                        "associate_reseller");
    }

    @Test
    void takesAWaitingPasswordAwayWithTheRelationship() throws Exception {
        UUID customer = open("Gone at once", null);
        UUID handOver = UUID.randomUUID();
        customers.openAdminAccount(
                customer, customers.find(customer).orElseThrow().getDetails().domainPrefix(), handOver);
        assertThat(customers.passwordWaitsUntil(handOver)).isPresent();

        customers.removeRelationship(customer, "Changed its mind");

        assertThat(customers.passwordWaitsUntil(handOver)).isEmpty();
        assertThat(customers.revealPassword(customer, handOver)).isEmpty();
        assertThatThrownBy(() -> customers.resetAdminPassword(customer, handOver))
                .isInstanceOf(IllegalStateException.class);
    }

    private UUID open(String company, UUID reseller) {
        return customers.open(details(company, freshDomain()), AGREEMENT, reseller, "ada");
    }

    private UUID reseller(int number) {
        return new SampleCustomers(context).reseller(number);
    }

    private List<UUID> found(String text, UUID reseller) {
        return ids(new CustomerFilter(text, reseller, null, false, null));
    }

    private List<UUID> former(String text) {
        return ids(new CustomerFilter(text, null, null, true, null));
    }

    private List<UUID> ids(CustomerFilter filter) {
        return customers.list(filter, null, null, 50).rows().stream()
                .map(CustomerCard::id)
                .toList();
    }

    private List<String> actions(UUID customer) {
        return database.sql("select action from audit_entry where object_id = ? order by id")
                .param(customer)
                .query(String.class)
                .list();
    }
}
