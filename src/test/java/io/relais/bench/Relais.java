package io.relais.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.relais.RelaisApplication;
import io.relais.catalog.Catalog;
import io.relais.catalog.CatalogItem;
import io.relais.customer.AgreementAttestation;
import io.relais.customer.CustomerDetails;
import io.relais.order.OrderDetails;
import io.relais.order.OrderLine;
import io.relais.order.OrderSelection;
import io.relais.order.Orders;
import io.relais.partnership.Resellers;
import io.relais.security.Role;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.Errors;

/** The whole application, asked through its faces as its pages ask them. */
class Relais implements Side {

    private final ConfigurableApplicationContext application;
    private final CountingDataSource database;
    private final Orders orders;
    private final RuntimeService runtime;
    private final ManagementService management;
    private final UUID reseller;
    private final OrderSelection selection;

    Relais(Database where) {
        this.application = start(where);
        this.database = (CountingDataSource) application.getBean(DataSource.class);
        this.orders = application.getBean(Orders.class);
        this.runtime = application.getBean(RuntimeService.class);
        this.management = application.getBean(ManagementService.class);
        application.getBean(IdentityService.class).createMembership("hal", Role.SALES_AGENT.group());
        this.reseller =
                application.getBean(Resellers.class).selectable(null, 1).get(0).id();
        List<CatalogItem> offers = application.getBean(Catalog.class).search("FR", null, null, 100);
        this.selection = new OrderSelection(offers.stream()
                .filter(offer ->
                        !offer.trial() && !offer.addOn() && offer.minLicenses() <= 5 && offer.maxLicenses() > 5)
                .limit(2)
                .map(offer -> new OrderLine(offer.offerId(), "5", reseller))
                .toList());
    }

    /** The whole application, on this database. */
    static ConfigurableApplicationContext start(Database where) {
        SpringApplication start = new SpringApplication(RelaisApplication.class);
        start.setAdditionalProfiles("demo");
        start.addInitializers(context -> {
            context.getBeanFactory().registerSingleton("withoutTests", new WithoutTests());
            context.addBeanFactoryPostProcessor(beans -> beans.addBeanPostProcessor(new Counted()));
        });
        return start.run(
                "--spring.datasource.url=" + where.url(),
                "--spring.datasource.username=" + where.user(),
                "--spring.datasource.password=" + where.password(),
                "--spring.main.banner-mode=off",
                "--server.port=0",
                "--logging.level.root=WARN",
                "--camunda.bpm.job-execution.enabled=false",
                "--relais.sealing.keys=bench:MDEyMzQ1Njc4OWFiY2RlZkdISUpLTE1OT1BRUlNUVVY=");
    }

    @Override
    public String name() {
        return "Relais, history activity";
    }

    @Override
    public CountingDataSource database() {
        return database;
    }

    @Override
    public void journey(String person) {
        signIn(person);
        UUID order = orders.start(reseller);
        OrderDetails details = details(order.toString().replace("-", "").substring(0, 27));
        accepted(details, errors -> orders.enterDetails(order, details, errors));
        accepted(selection, errors -> orders.choose(order, selection, errors));
        orders.submit(order);
        SecurityContextHolder.clearContext();
        executeJob(runtime, management, order.toString());
        signIn(person);
        orders.revealPassword(order).orElseThrow();
        orders.handedOver(order);
    }

    private OrderDetails details(String unique) {
        return new OrderDetails(
                reseller,
                new CustomerDetails(
                        "Contoso " + unique,
                        unique,
                        "FR",
                        "1 rue de la Paix",
                        null,
                        "Paris",
                        null,
                        "75002",
                        "Camille",
                        "Martin",
                        "camille.martin@contoso.example",
                        "+33 1 42 68 53 00",
                        "fr",
                        "fr-FR",
                        null),
                new AgreementAttestation("Camille", "Martin", "camille.martin@contoso.example", null, LocalDate.EPOCH));
    }

    private static void accepted(Object form, Consumer<Errors> step) {
        BeanPropertyBindingResult errors = new BeanPropertyBindingResult(form, "form");
        step.accept(errors);
        if (errors.hasErrors()) {
            throw new IllegalStateException(errors.getAllErrors().toString());
        }
    }

    private static void signIn(String person) {
        SecurityContextHolder.getContext()
                .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                        person, null, AuthorityUtils.createAuthorityList("ROLE_sales-agent")));
    }

    @Override
    public void close() {
        application.close();
    }

    /** Lets the statements be counted. */
    private static class Counted implements BeanPostProcessor {

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof HikariDataSource pool ? new CountingDataSource(pool) : bean;
        }
    }

    /** The tests' classes are on the class path, too; the application must not find their beans. */
    private static class WithoutTests extends TypeExcludeFilter {

        @Override
        public boolean match(MetadataReader type, MetadataReaderFactory types) {
            return type.getResource().getDescription().contains("test-classes");
        }
    }
}
