package io.relais.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.relais.RelaisTest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
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
    private static final String MATRIX =
            """
            PERMISSION           | ada   | sam   | sofia | hal   | paula | oscar | admin
            VIEW_RESELLERS       | yes   | yes   | yes   | no    | no    | no    | no
            REQUEST_PARTNERSHIP  | yes   | yes   | yes   | no    | no    | no    | no
            REMOVE_PARTNERSHIP   | yes   | yes   | yes   | no    | no    | no    | no
            VIEW_CUSTOMERS       | yes   | yes   | yes   | yes   | no    | no    | no
            ADD_CUSTOMER         | yes   | yes   | yes   | no    | no    | no    | no
            EDIT_CUSTOMER        | yes   | yes   | yes   | yes   | no    | no    | no
            REQUEST_RELATIONSHIP | yes   | yes   | yes   | no    | no    | no    | no
            REMOVE_RELATIONSHIP  | yes   | yes   | yes   | no    | no    | no    | no
            MANAGE_SUBSCRIPTIONS | yes   | yes   | yes   | no    | no    | no    | no
            SET_SUPPORT_CONTACT  | yes   | no    | no    | yes   | no    | no    | no
            RESET_ADMIN_PASSWORD | yes   | no    | no    | no    | no    | no    | no
            IMPORT_PRICE_LIST    | yes   | no    | no    | no    | no    | no    | no
            VERIFY_RESELLERS     | yes   | yes   | yes   | no    | no    | no    | no
            VIEW_SUPPORT_REQUESTS | yes  | yes   | yes   | yes   | no    | no    | no
            HANDLE_SUPPORT_REQUESTS | yes | no   | no    | yes   | no    | no    | no
            VIEW_INCENTIVES      | yes   | yes   | yes   | no    | no    | no    | no
            CORRECT_INCENTIVES   | yes   | no    | no    | no    | no    | no    | no
            REQUEST_PROFILE_CHANGE | yes | yes   | yes   | no    | no    | no    | no
            REVIEW_PROFILE_CHANGE | yes  | no    | no    | no    | no    | no    | no
            WORK_ON_TASKS        | yes   | yes   | yes   | yes   | no    | no    | no
            DEPLOY_PROCESSES     | no    | no    | no    | no    | yes   | no    | no
            OPERATE              | no    | no    | no    | no    | no    | yes   | no
            MANAGE_PEOPLE        | no    | no    | no    | no    | no    | no    | yes
            """;

    @Test
    void givesEveryRoleWhatTheMatrixSays() {
        List<String[]> rows = MATRIX.lines()
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new))
                .toList();
        List<String> people = Arrays.asList(rows.get(0)).subList(1, rows.get(0).length);
        assertThat(rows.stream().skip(1).map(row -> row[0]))
                .containsExactly(
                        Arrays.stream(Permission.values()).map(Enum::name).toArray(String[]::new));
        for (int column = 1; column <= people.size(); column++) {
            Set<String> held = staff.authorities(people.get(column - 1)).stream()
                    .map(GrantedAuthority::getAuthority)
                    .collect(Collectors.toSet());
            for (String[] row : rows.subList(1, rows.size())) {
                assertThat(held.contains(row[0]) ? "yes" : "no")
                        .as(people.get(column - 1) + " " + row[0])
                        .isEqualTo(row[column]);
            }
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
            // 400: something required is missing from the address, which is seen before the permission. The pages of
            // the
            // other sides of the counter do not exist for staff.
            boolean outside = path.matches("/(reseller|customer)(/.*)?");
            assertThat(status).as(path).isIn(outside ? List.of(404) : List.of(403, 400));
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
        return List.of(
                        "/login",
                        "/partnership/**",
                        "/relationship/**",
                        "/find-a-provider/**",
                        "/error",
                        "/*/login",
                        "/*/public/**")
                .stream()
                .anyMatch(pattern -> PathPatternParser.defaultInstance
                        .parse(pattern)
                        .matches(PathContainer.parsePath(path.replaceAll("[{}*]", ""))));
    }
}
