package io.relais;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.customer.Customers;
import io.relais.enrollment.Decision;
import io.relais.enrollment.Declaration;
import io.relais.enrollment.Enrollments;
import io.relais.enrollment.SampleEnrollments;
import io.relais.incentive.IncentiveRun;
import io.relais.order.OrderLine;
import io.relais.order.Orders;
import io.relais.order.SampleOrders;
import io.relais.partnership.PartnershipRequests;
import io.relais.partnership.Resellers;
import io.relais.subscription.SubscriptionChanges;
import io.relais.subscription.Subscriptions;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.UUID;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.validation.BindingResult;

/**
 * All sides of the counter in one story: a reseller that nobody knew is asked for a partnership, enrolls, and is a partner; staff order for
 * its first customer; the customer signs in with its temporary password and asks for help; the reseller answers; and the month ends with its
 * statement. Each person has a browser; the steps that other walks look at closely are made by the faces.
 */
@RelaisTest
class ChainWalkTests {

    private static final String RESELLERS_PASSWORD = "onze nuages au-dessus de Nantes";
    private static final String CUSTOMERS_PASSWORD = "sept baleines dansent au port";

    @RegisterExtension
    final Browser zoe = new Browser("reseller", "en");

    @RegisterExtension
    final Browser claire = new Browser("customer", "fr");

    @Autowired
    private ApplicationContext context;

    private final String domain = SampleOrders.freshDomain();
    private final String email = "zoe@" + domain + ".example";
    private UUID customer;

    @AfterEach
    void signOut() {
        SampleOrders.asNobody();
    }

    @Test
    void fromEnrollmentToTheMonthsStatement() {
        UUID reseller = isAskedAndEnrolls();
        String temporary = staffOrderForItsCustomer(reseller);
        zoe.open(mailed("/reseller/public/password/"));
        choose(zoe, RESELLERS_PASSWORD);

        claire.resize(390, 844);
        claire.signIn("admin@" + domain + ".onmicrosoft.com", temporary, "/customer");
        choose(claire, CUSTOMERS_PASSWORD);
        claire.signIn("admin@" + domain + ".onmicrosoft.com", CUSTOMERS_PASSWORD, "/customer/subscriptions");
        claire.click("tbody th a");
        claire.click("a[href^='/customer/support-requests/new']");
        claire.fill("#title", "Plus de courrier " + domain);
        claire.choose("#category", "SERVICE");
        claire.choose("#severity", "CRITICAL");
        claire.fill("#text", "Depuis ce matin, personne ne reçoit rien.");
        claire.click("button[data-primary]");
        claire.seeText("Votre demande de support est ouverte.");
        String request = claire.url().replaceFirst(".*/", "");

        zoe.signIn(email, RESELLERS_PASSWORD, "/reseller/support-requests");
        zoe.seeText("Plus de courrier " + domain);
        zoe.open("/reseller/support-requests/" + request);
        zoe.fill("#text", "A license had ended. It works again.");
        zoe.press("Send as the solution");
        zoe.seeText("The request is resolved.");
        claire.open("/customer/support-requests/" + request);
        claire.seeText("A license had ended. It works again.");

        YearMonth month = YearMonth.from(Instant.now(Clock.systemUTC()).atZone(ZoneOffset.UTC));
        ClockUtil.setCurrentTime(Date.from(
                month.plusMonths(1).atDay(2).atStartOfDay(ZoneOffset.UTC).toInstant()));
        context.getBean(IncentiveRun.class).run(month, "system");
        // The session of the past month is over.
        zoe.signIn(email, RESELLERS_PASSWORD, "/reseller/incentives");
        zoe.open("/reseller/incentives/" + month);
        zoe.seeText("Librairie Garance " + domain);
        assertThat(zoe.complaints()).isEmpty();
        assertThat(claire.complaints()).isEmpty();
    }

    private UUID isAskedAndEnrolls() {
        PartnershipRequests requests = context.getBean(PartnershipRequests.class);
        SampleEnrollments enrollments = new SampleEnrollments(context);
        String link = SampleOrders.as("sam", () -> SampleOrders.invited(requests, "Cloud Nine " + domain, email));
        assertThat(requests.view(link)).isPresent();
        UUID request = context.getBean(Resellers.class)
                .findByEmail(email)
                .orElseThrow()
                .latestRequest();
        Declaration declared = SampleEnrollments.declaration(email, SampleEnrollments.freshPartnerId());
        UUID enrollment = enrollments.inVerification(declared, request);
        assertThat(enrollments
                        .decided("sam", enrollment, Decision.APPROVE, null)
                        .getAllErrors())
                .isEmpty();
        UUID reseller = context.getBean(Enrollments.class)
                .find(enrollment)
                .orElseThrow()
                .reseller();
        assertThat(context.getBean(Resellers.class).obstacles(reseller))
                .as("the partnership that waited has begun")
                .isEmpty();
        return reseller;
    }

    private String staffOrderForItsCustomer(UUID reseller) {
        SampleOrders sample = new SampleOrders(context);
        Orders orders = context.getBean(Orders.class);
        UUID offer = sample.offer(SampleOrders.PREMIUM, "P1Y", "annual").offerId();
        return SampleOrders.as("ada", () -> {
            UUID order = sample.placed(
                    "Librairie Garance " + domain, domain, reseller, new OrderLine(offer, "10", reseller));
            customer = orders.find(order).orElseThrow().customerId();
            context.getBean(Subscriptions.class).ofCustomer(customer).forEach(one -> {
                BindingResult errors = SampleOrders.nothingWrong(one);
                context.getBean(SubscriptionChanges.class)
                        .nameSupportContact(one.getId(), one.getVersion(), reseller, errors);
                assertThat(errors.getAllErrors()).isEmpty();
            });
            assertThat(context.getBean(Customers.class).resellersOf(customer)).containsExactly(reseller);
            return orders.revealPassword(order).orElseThrow();
        });
    }

    private String mailed(String beginning) {
        return new SampleEnrollments(context)
                .mails(email).stream()
                        .filter(mail -> mail.contains(beginning))
                        .map(mail -> mail.replaceAll("(?s).*(" + beginning + "[A-Za-z0-9_-]+).*", "$1"))
                        .findFirst()
                        .orElseThrow();
    }

    private static void choose(Browser person, String password) {
        person.fill("#password", password);
        person.fill("#repeated", password);
        person.click("main button[data-primary]");
        person.see("[name=username]");
    }
}
