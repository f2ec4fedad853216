package io.relais.security;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.camunda.bpm.engine.impl.util.EncryptionUtil;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

/**
 * Groups, grants, Tasklist's filters and the first people, in this order, once the engine has deployed the process models and before the
 * first request is answered. All of it may be repeated: every start does. (The engine's own PostDeployEvent is not sent to applications
 * that deploy through a resource pattern, and would come after the web server's start.)
 */
@Component
class SecuritySetup implements SmartInitializingSingleton {

    private final EngineGrants grants;
    private final TasklistFilters filters;
    private final People people;
    private final IdentityService identityService;
    private final StaffPasswords passwords;
    private final Environment environment;

    SecuritySetup(
            EngineGrants grants,
            TasklistFilters filters,
            People people,
            IdentityService identityService,
            StaffPasswords passwords,
            Environment environment) {
        this.grants = grants;
        this.filters = filters;
        this.people = people;
        this.identityService = identityService;
        this.passwords = passwords;
        this.environment = environment;
    }

    @Override
    public void afterSingletonsInstantiated() {
        setUp();
    }

    void setUp() {
        List<String> problems = new ArrayList<>();
        if (!environment.acceptsProfiles(Profiles.of("demo"))) {
            List<String> demoPeople = demoPeople();
            if (!demoPeople.isEmpty()) {
                problems.add(
                        "The database holds people of the demo, whose password is public: " + demoPeople
                                + ". Use a database of its own, or start with the demo profile and delete them in Camunda Admin.");
            }
        }
        if (problems.isEmpty()) {
            grants.setUp();
            filters.setUp();
            problems.addAll(people.setUp());
        }
        if (!problems.isEmpty()) {
            throw new UnsafeStartException(problems);
        }
    }

    /** People made by the demo, and people of the same name who have its password. */
    List<String> demoPeople() {
        return Stream.concat(
                        identityService.createUserQuery().userEmailLike("%" + DemoPeople.EMAIL_DOMAIN).list().stream(),
                        identityService
                                .createUserQuery()
                                .userIdIn(DemoPeople.PEOPLE.stream()
                                        .map(DemoPeople.Person::name)
                                        .toArray(String[]::new))
                                .list()
                                .stream()
                                .filter(this::hasDemoPassword))
                .map(User::getId)
                .distinct()
                .sorted()
                .toList();
    }

    private boolean hasDemoPassword(User user) {
        UserEntity stored = (UserEntity) user;
        String prefix = "{" + passwords.hashAlgorithmName() + "}";
        return stored.getPassword() != null
                && stored.getPassword().startsWith(prefix)
                && passwords.check(
                        EncryptionUtil.saltPassword(DemoPeople.PASSWORD, stored.getSalt()),
                        stored.getPassword().substring(prefix.length()));
    }
}
