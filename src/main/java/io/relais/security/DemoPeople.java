package io.relais.security;

import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Made-up people, one per role and one more to hand tasks over to. Everybody knows their password, so they exist in the demo only. */
@Component
@Profile("demo")
class DemoPeople implements People {

    static final String PASSWORD = "Relais-Demo-2026";
    /** By this e-mail domain the start-up check knows them. */
    static final String EMAIL_DOMAIN = "@demo.relais.example";

    record Person(String name, String firstName, String lastName, Role role) {}

    static final List<Person> PEOPLE = List.of(
            new Person("ada", "Ada", "Aubert", Role.ADMIN_AGENT),
            new Person("sam", "Sam", "Sorel", Role.SALES_AGENT),
            new Person("sofia", "Sofia", "Simon", Role.SALES_AGENT),
            new Person("hal", "Hal", "Henry", Role.HELPDESK_AGENT),
            new Person("paula", "Paula", "Petit", Role.PROCESS_OWNER),
            new Person("oscar", "Oscar", "Olivier", Role.OPERATOR),
            new Person("admin", "Alex", "Arnaud", Role.ADMINISTRATOR));

    private final IdentityService identityService;

    DemoPeople(IdentityService identityService) {
        this.identityService = identityService;
    }

    @Override
    @Transactional
    public List<String> setUp() {
        for (Person person : PEOPLE) {
            if (identityService.createUserQuery().userId(person.name).count() == 0) {
                User user = identityService.newUser(person.name);
                user.setFirstName(person.firstName);
                user.setLastName(person.lastName);
                user.setEmail(person.name + EMAIL_DOMAIN);
                user.setPassword(PASSWORD);
                identityService.saveUser(user);
                identityService.createMembership(person.name, person.role.group());
            }
        }
        return List.of();
    }
}
