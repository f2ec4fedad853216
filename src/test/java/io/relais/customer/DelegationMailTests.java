package io.relais.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.RelaisTest;
import io.relais.audit.AuditTrail;
import io.relais.mail.MailProperties;
import io.relais.mail.Outbox;
import io.relais.order.SampleOrders;
import io.relais.partnership.Resellers;
import io.relais.provider.Provider;
import io.relais.security.StaffAddresses;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What staff are told about delegated administration, and in which language. */
@RelaisTest
class DelegationMailTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Customers customers;

    @Autowired
    private AuditTrail audit;

    @Autowired
    private JdbcTemplate database;

    @Autowired
    private TransactionTemplate transaction;

    private Customer customer;

    @BeforeEach
    void customer() {
        SampleOrders.as("sam");
        customer = customers
                .find(new SampleCustomers(context).open("Delegating " + SampleOrders.freshDomain(), null))
                .orElseThrow();
    }

    @AfterEach
    void signOut() {
        SampleOrders.asNobody();
    }

    @Test
    void isWrittenToStaffInTheLanguageOfAllTheirMail() {
        DelegationMail french = new DelegationMail(
                context.getBean(Outbox.class),
                context.getBean(StaffAddresses.class),
                context.getBean(Resellers.class),
                context.getBean(Provider.class),
                new MailProperties(null, Locale.FRENCH),
                context.getBean(MessageSource.class));

        transaction.executeWithoutResult(status -> french.tell(customer, List.of(), null));

        assertThat(subjects()).isNotEmpty().allMatch(subject -> subject.contains("administration déléguée"));
    }

    @Test
    void takesABlankReasonForNone() {
        UUID id = customer.getId();
        customers.delegateAdministration(id, false, "  \n");

        assertThat(audit.of("customer", id, 1).get(0).getNewValue()).isNull();
        assertThat(subjects()).isNotEmpty().allMatch(subject -> subject.contains("delegated administration withdrawn"));
    }

    private List<String> subjects() {
        return database.queryForList(
                "select subject from outgoing_mail where subject like ?",
                String.class,
                "%" + customer.getDetails().domain() + "%");
    }
}
