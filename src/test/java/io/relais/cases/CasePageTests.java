package io.relais.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.relais.RelaisTest;
import io.relais.order.NewCustomerOrderProcess;
import io.relais.order.Orders;
import io.relais.order.SampleOrders;
import io.relais.security.SignedInAs;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.servlet.MockMvc;

@RelaisTest
class CasePageTests {

    @Autowired
    private MockMvc mvc;

    @Autowired
    private Cases cases;

    @Autowired
    private ApplicationContext context;

    private SampleOrders orders;

    @BeforeEach
    void setUp() {
        orders = new SampleOrders(context);
    }

    @AfterEach
    void signOut() {
        SampleOrders.asNobody();
    }

    @Test
    @SignedInAs("sam")
    void tellsWhereARunningCaseStandsAndWhatHappened() throws Exception {
        UUID order = orders.atReview("Contoso Chronik", SampleOrders.freshDomain(), null);

        String page = page(order);

        assertThat(page)
                .contains("Order for a new customer")
                .contains("data-here=\"" + NewCustomerOrderProcess.REVIEW_ORDER + "\"")
                .contains("Review the order – Contoso Chronik")
                .contains("with sam");
        assertThat(page.indexOf("Order begun"))
                .isPositive()
                .isLessThan(page.indexOf("Task done: Enter the customer details"));
    }

    @Test
    @SignedInAs("sam")
    void tellsAPastCaseToItsEnd() throws Exception {
        UUID order = orders.placed("Contoso Past", SampleOrders.freshDomain(), null);
        context.getBean(Orders.class).handedOver(order);

        String page = page(order);

        assertThat(page)
                .contains("ended")
                .doesNotContain("data-here=\"")
                .contains("Order submitted", "Order placed", "Sign-in data handed over");
    }

    @Test
    @SignedInAs("oscar")
    void isOpenToOperators() throws Exception {
        page(SampleOrders.as("sam", () -> orders.atReview("Contoso", SampleOrders.freshDomain(), null)));
    }

    @Test
    @SignedInAs("hal")
    void doesNotExistForWhoMayNotReadItsProcess() throws Exception {
        UUID order = SampleOrders.as("sam", () -> orders.atReview("Contoso", SampleOrders.freshDomain(), null));

        mvc.perform(get("/cases/" + order)).andExpect(status().isNotFound());
        mvc.perform(get("/cases/" + order + "/diagram")).andExpect(status().isNotFound());
    }

    @Test
    @SignedInAs("sam")
    void isUnknownWhereThereIsNone() throws Exception {
        mvc.perform(get("/cases/" + UUID.randomUUID())).andExpect(status().isNotFound());
        mvc.perform(get("/cases/no-such-case/diagram")).andExpect(status().isNotFound());
    }

    @Test
    @SignedInAs("sam")
    void drawsTheModelByWhichTheCaseRuns() throws Exception {
        UUID order = orders.atReview("Contoso", SampleOrders.freshDomain(), null);

        String diagram = mvc.perform(get("/cases/" + order + "/diagram"))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString();

        assertThat(diagram).contains("<bpmn:definitions", NewCustomerOrderProcess.REVIEW_ORDER);
    }

    private String page(UUID id) throws Exception {
        return mvc.perform(get("/cases/" + id).param("lang", "en"))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString();
    }
}
