package io.relais.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.MessageSource;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.mock.env.MockEnvironment;

/** The first start on an empty database, on an engine of its own. */
class FirstPeopleTests {

    private static final StaffPasswords PASSWORDS = new StaffPasswords();
    private static ProcessEngine engine;
    private static IdentityService identityService;

    @BeforeAll
    static void startAnEngine() {
        StandaloneInMemProcessEngineConfiguration configuration = new StandaloneInMemProcessEngineConfiguration();
        configuration.setProcessEngineName("first-people");
        configuration.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID());
        configuration.setEnablePasswordPolicy(true);
        configuration.setGeneralResourceWhitelistPattern("[a-zA-Z0-9@._-]+");
        configuration.setJobExecutorActivate(false);
        configuration.setHistory(ProcessEngineConfiguration.HISTORY_NONE);
        configuration.setPasswordEncryptor(PASSWORDS);
        engine = configuration.buildProcessEngine();
        identityService = engine.getIdentityService();
    }

    @AfterAll
    static void stopIt() {
        engine.close();
    }

    @AfterEach
    void removeThePeople() {
        identityService.createUserQuery().list().forEach(user -> identityService.deleteUser(user.getId()));
    }

    @Test
    void makesTheConfiguredAdministratorOnce() {
        setup(administrator("root", "Correct-Horse-7")).setUp();
        setup(administrator("root", "Another-Horse-8")).setUp();
        setup(administrator("second", "Another-Horse-8")).setUp();

        assertThat(identityService.createUserQuery().list())
                .extracting(User::getId)
                .containsExactly("root");
        assertThat(identityService.checkPassword("root", "Correct-Horse-7")).isTrue();
        assertThat(identityService.createGroupQuery().groupMember("root").list())
                .extracting(Group::getId)
                .containsExactly("camunda-admin");
    }

    @Test
    void needsNoConfigurationOnceThereIsAnAdministrator() {
        setup(administrator("root", "Correct-Horse-7")).setUp();

        setup(administrator(null, null)).setUp();
    }

    @Test
    void refusesToStartWithoutAnyAdministrator() {
        assertThatThrownBy(() -> setup(administrator(null, null)).setUp())
                .isInstanceOf(UnsafeStartException.class)
                .hasMessageContaining("RELAIS_ADMIN_USERNAME")
                .hasMessageContaining("RELAIS_ADMIN_PASSWORD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "no-digits-Here", "contains-Root-1", DemoPeople.PASSWORD})
    void refusesAWeakPasswordForTheFirstAdministratorWithoutRepeatingIt(String password) {
        assertThatThrownBy(() -> setup(administrator("Root", password)).setUp())
                .isInstanceOf(UnsafeStartException.class)
                .hasMessageContaining("RELAIS_ADMIN_PASSWORD")
                .message()
                .doesNotContain(password);
        assertThat(identityService.createUserQuery().count()).isZero();
    }

    @Test
    void refusesANameThatTheEngineCannotKeep() {
        assertThatThrownBy(() ->
                        setup(administrator("the root", "Correct-Horse-7")).setUp())
                .isInstanceOf(UnsafeStartException.class)
                .hasMessageContaining("RELAIS_ADMIN_USERNAME");
    }

    @Test
    void refusesADatabaseOfTheDemo() {
        grants().setUp();
        new DemoPeople(identityService).setUp();

        assertThatThrownBy(() -> setup(administrator("root", "Correct-Horse-7")).setUp())
                .isInstanceOf(UnsafeStartException.class)
                .hasMessageContaining("ada, admin, hal, oscar, paula, sam, sofia");
    }

    @Test
    void knowsADemoPasswordUnderAnotherAddressAndLeavesOthersOfTheSameNameAlone() {
        grants().setUp();
        new DemoPeople(identityService).setUp();
        DemoPeople.PEOPLE.forEach(person -> {
            User user = identityService.createUserQuery().userId(person.name()).singleResult();
            user.setEmail(person.name() + "@example.com");
            if (!person.name().equals("sam")) {
                user.setPassword("Something-Else-9");
            }
            identityService.saveUser(user);
        });

        assertThatThrownBy(() -> setup(administrator("root", "Correct-Horse-7")).setUp())
                .isInstanceOf(UnsafeStartException.class)
                .hasMessageContaining("[sam]");
    }

    @Test
    void makesTheDemosPeopleOnce() {
        grants().setUp();
        new DemoPeople(identityService).setUp();
        new DemoPeople(identityService).setUp();

        assertThat(identityService.createUserQuery().count()).isEqualTo(DemoPeople.PEOPLE.size());
    }

    private SecuritySetup setup(FirstAdministrator.Configured configured) {
        return new SecuritySetup(
                grants(),
                new TasklistFilters(engine.getFilterService(), engine.getTaskService(), grants(), words()),
                new FirstAdministrator(identityService, configured),
                identityService,
                PASSWORDS,
                new MockEnvironment());
    }

    private static MessageSource words() {
        ResourceBundleMessageSource words = new ResourceBundleMessageSource();
        words.setBasename("messages/tasks");
        return words;
    }

    private EngineGrants grants() {
        return new EngineGrants(identityService, engine.getAuthorizationService(), engine.getRepositoryService());
    }

    private static FirstAdministrator.Configured administrator(String name, String password) {
        return new FirstAdministrator.Configured(name, password);
    }
}
