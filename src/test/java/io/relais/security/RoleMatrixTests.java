package io.relais.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.relais.RelaisTest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.server.PathContainer;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPatternParser;

@RelaisTest
class RoleMatrixTests {

    @Autowired
    private Staff staff;

    @Autowired
    private MockMvc mvc;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    /** The matrix of {@link Role}, written down a second time. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            useHeadersInDisplayName = true,
            delimiter = '|',
            textBlock =
                    """
            PERSON | VIEW_RESELLERS | REQUEST_PARTNERSHIP | VIEW_CUSTOMERS | ADD_CUSTOMER | RESET_ADMIN_PASSWORD | WORK_ON_TASKS | DEPLOY_PROCESSES | OPERATE | MANAGE_PEOPLE
            ada    | yes            | yes                 | yes            | yes          | yes                  | yes           | no               | no      | no
            sam    | yes            | yes                 | yes            | yes          | no                   | yes           | no               | no      | no
            sofia  | yes            | yes                 | yes            | yes          | no                   | yes           | no               | no      | no
            hal    | no             | no                  | yes            | no           | no                   | yes           | no               | no      | no
            paula  | no             | no                  | no             | no           | no                   | no            | yes              | no      | no
            oscar  | no             | no                  | no             | no           | no                   | no            | no               | yes     | no
            admin  | no             | no                  | no             | no           | no                   | no            | no               | no      | yes
            """)
    void givesEveryRoleWhatTheMatrixSays(
            String person,
            String viewResellers,
            String requestPartnership,
            String viewCustomers,
            String addCustomer,
            String resetAdminPassword,
            String workOnTasks,
            String deployProcesses,
            String operate,
            String managePeople) {
        List<String> row = List.of(
                viewResellers,
                requestPartnership,
                viewCustomers,
                addCustomer,
                resetAdminPassword,
                workOnTasks,
                deployProcesses,
                operate,
                managePeople);
        assertThat(row).hasSameSizeAs(Permission.values());
        Set<String> held = staff.authorities(person).stream()
                .map(GrantedAuthority::getAuthority)
                .collect(Collectors.toSet());

        for (Permission permission : Permission.values()) {
            assertThat(held.contains(permission.name()) ? "yes" : "no")
                    .as(person + " " + permission)
                    .isEqualTo(row.get(permission.ordinal()));
        }
    }

    @Test
    void hasAPersonOfEveryRoleInTheMatrix() {
        assertThat(DemoPeople.PEOPLE).extracting(DemoPeople.Person::role).contains(Role.values());
    }

    @Test
    void namesThePermissionOfEveryPageThatIsNotPublic() {
        Set<String> unguarded = new TreeSet<>();
        routes.getHandlerMethods().forEach((route, method) -> {
            if (method.getBeanType().getName().startsWith("io.relais.") && !guarded(method)) {
                unguarded.addAll(route.getPatternValues());
            }
        });
        unguarded.removeIf(RoleMatrixTests::isPublic);

        assertThat(unguarded)
                .as("routes without @PreAuthorize that are not meant for everybody")
                .isEmpty();
    }

    @Test
    @SignedInAs("admin")
    void refusesEveryPlainPageToSomebodyWhoMayOnlyManagePeople() throws Exception {
        for (String path : plainPages()) {
            int status = mvc.perform(get(path)).andReturn().getResponse().getStatus();
            // 400: something required is missing from the address, which is seen before the permission.
            assertThat(status).as(path).isIn(403, 400);
        }
    }

    /** Pages to be seen without naming an object, and not by everybody who is signed in. */
    private Set<String> plainPages() {
        Set<String> paths = new TreeSet<>();
        routes.getHandlerMethods().forEach((route, method) -> {
            PreAuthorize guard = guard(method);
            if (guard != null
                    && guard.value().contains("Authority")
                    && route.getMethodsCondition().getMethods().stream()
                            .allMatch(verb -> verb.name().equals("GET"))) {
                route.getPatternValues().stream()
                        .filter(path -> !path.contains("{"))
                        .forEach(paths::add);
            }
        });
        assertThat(paths).contains("/tasks");
        return paths;
    }

    private static boolean guarded(HandlerMethod method) {
        return guard(method) != null;
    }

    private static PreAuthorize guard(HandlerMethod method) {
        PreAuthorize onMethod = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), PreAuthorize.class);
        return onMethod != null
                ? onMethod
                : AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), PreAuthorize.class);
    }

    private static boolean isPublic(String path) {
        return List.of("/login", "/partnership/**", "/error").stream()
                .anyMatch(pattern -> PathPatternParser.defaultInstance
                        .parse(pattern)
                        .matches(PathContainer.parsePath(path.replaceAll("[{}*]", ""))));
    }
}
