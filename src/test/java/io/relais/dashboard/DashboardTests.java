package io.relais.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.RelaisTest;
import io.relais.enrollment.SampleEnrollments;
import io.relais.order.SampleOrders;
import io.relais.security.SignedInAs;
import io.relais.support.SampleSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** The first page tells each member of staff what waits for it, and nothing of what others do. */
@RelaisTest
class DashboardTests {

    private static final String ENROLLMENTS = "href=\"/enrollments?state=IN_VERIFICATION\"";
    private static final String ANSWERS = "href=\"/support-requests?state=ATTENTION_NEEDED&amp;handler=provider\"";

    @Autowired
    private MockMvcTester pages;

    @Autowired
    private ApplicationContext context;

    @BeforeEach
    void somethingWaits() {
        new SampleEnrollments(context).inVerification(SampleEnrollments.declaration(), null);
        new SampleSupport(context).withProvider();
    }

    @AfterEach
    void signOut() {
        SampleOrders.asNobody();
    }

    @Test
    @SignedInAs("sam")
    void tellsSalesAgentsOfEnrollmentsAndFreeTasks() {
        assertThat(pages.get().uri("/"))
                .bodyText()
                .contains("Needs attention", ENROLLMENTS, "href=\"/tasks#free\"")
                .doesNotContain(ANSWERS);
    }

    @Test
    @SignedInAs("hal")
    void tellsHelpdeskAgentsOfSupportRequests() {
        assertThat(pages.get().uri("/"))
                .bodyText()
                .contains("Needs attention", ANSWERS, "href=\"/tasks#free\"")
                .doesNotContain(ENROLLMENTS, "/orders?state=PROPOSED");
    }

    @Test
    @SignedInAs("oscar")
    void tellsOperatorsNothingOfEither() {
        assertThat(pages.get().uri("/")).hasStatusOk().bodyText().doesNotContain(ANSWERS, ENROLLMENTS, "/tasks#free");
    }
}
