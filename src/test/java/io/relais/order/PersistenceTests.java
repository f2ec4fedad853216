package io.relais.order;

import static io.relais.order.SampleOrders.as;
import static io.relais.order.SampleOrders.asNobody;
import static io.relais.order.SampleOrders.freshDomain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relais.OnPostgres;
import io.relais.RelaisTest;
import io.relais.customer.CustomerFilter;
import io.relais.customer.Customers;
import io.relais.tasks.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The order journey on PostgreSQL, where sequences, locks and failed statements behave otherwise than on H2. */
@RelaisTest
@OnPostgres
class PersistenceTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Orders orders;

    @Autowired
    private Customers customers;

    @Autowired
    private Tasks tasks;

    @Autowired
    private JdbcClient database;

    @Autowired
    private DataSource dataSource;

    private SampleOrders sample;
    private String domain;

    @BeforeEach
    void signIn() {
        sample = new SampleOrders(context);
        domain = freshDomain();
        as("sam");
    }

    @AfterEach
    void signOut() {
        asNobody();
    }

    @Test
    void placesAnOrderAndHandsItOver() throws Exception {
        UUID reseller = sample.activeReseller("Alpes Cloud " + domain);

        UUID order = sample.placed("Contoso " + domain, domain, reseller, sample.line(SampleOrders.BASIC, "10"));
        String password = orders.revealPassword(order).orElseThrow();
        orders.handedOver(order);

        OrderView view = orders.find(order).orElseThrow();
        assertThat(view.state()).isEqualTo(OrderState.PLACED);
        assertThat(view.number()).isGreaterThanOrEqualTo(1000);
        assertThat(view.handedOverAt()).isNotNull();
        assertThat(customers
                        .list(new CustomerFilter(domain, reseller, null), null, null, 5)
                        .rows())
                .singleElement()
                .satisfies(card -> assertThat(card.id()).isEqualTo(view.customerId()));
        assertThat(tasks.next(order.toString())).isEmpty();
        assertThat(SecrecyTests.dump(dataSource)).noneMatch(value -> value.contains(password));
    }

    @Test
    void numbersOrdersOneAfterTheOther() {
        UUID one = sample.placed("One " + domain, domain, null);
        UUID two = sample.placed("Two " + domain, freshDomain(), null);

        assertThat(orders.find(two).orElseThrow().number())
                .isEqualTo(orders.find(one).orElseThrow().number() + 1);
    }

    @Test
    void makesNothingWhenPlacingFailsAndGoesOnAfterwards() {
        UUID order = sample.submitted("Broken " + domain, domain, null);
        database.sql("alter table subscription add constraint out_of_order check (order_id <> '" + order + "')")
                .update();
        try {
            assertThatThrownBy(() -> sample.runJob(order)).isInstanceOf(RuntimeException.class);
        } finally {
            database.sql("alter table subscription drop constraint out_of_order")
                    .update();
        }
        assertThat(customers.domainTaken(domain)).isFalse();
        assertThat(orders.find(order).orElseThrow().state()).isEqualTo(OrderState.SUBMITTED);

        sample.runJob(order);

        assertThat(orders.find(order).orElseThrow().state()).isEqualTo(OrderState.PLACED);
    }

    @Test
    void asksAgainWhenTheDomainIsTaken() {
        UUID late = sample.submitted("Late " + domain, domain, null);
        sample.placed("Early " + domain, domain, null);

        sample.runJob(late);

        assertThat(orders.at(late, NewCustomerOrderProcess.REVIEW_ORDER).refused())
                .isTrue();
    }

    @Test
    void leavesNothingOfACancelledOrder() {
        UUID order = sample.atReview("Cancelled " + domain, domain, null);

        orders.cancel(order);

        assertThat(orders.find(order)).isEmpty();
        assertThat(orders.cancelled(order)).isTrue();
    }

    @Test
    void revealsAPasswordToOneOfEight() throws Exception {
        UUID order = sample.placed("Eight ask " + domain, domain, null);
        CyclicBarrier barrier = new CyclicBarrier(8);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<String> revealed = new ArrayList<>();
        try {
            List<Future<Optional<String>>> asked = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                asked.add(threads.submit(() -> {
                    as("sam");
                    barrier.await();
                    return orders.revealPassword(order);
                }));
            }
            for (Future<Optional<String>> answer : asked) {
                answer.get().ifPresent(revealed::add);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(revealed).hasSize(1);
    }
}
