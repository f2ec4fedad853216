package io.relais.dashboard.web;

import io.relais.directory.ChangeState;
import io.relais.directory.Directory;
import io.relais.enrollment.Enrollments;
import io.relais.order.Orders;
import io.relais.partnership.PartnershipRequests;
import io.relais.relationship.RelationshipRequests;
import io.relais.security.Permission;
import io.relais.subscription.DueSubscriptions;
import io.relais.support.SupportRequests;
import io.relais.tasks.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Everyone who is signed in has a dashboard; it shows what the person may see elsewhere too. */
@Controller
@PreAuthorize("isAuthenticated()")
class DashboardController {

    private static final int ROWS = 8;
    private static final Set<ChangeState> REVIEWABLE = Set.of(ChangeState.SUBMITTED, ChangeState.IN_REVIEW);

    /**
     * Something that waits for whoever may do it.
     *
     * @param key of the sentence that says so, to be given the {@code count}
     * @param page where it is found
     */
    record Waiting(String key, long count, String page) {}

    private final PartnershipRequests requests;
    private final RelationshipRequests relationships;
    private final Orders orders;
    private final DueSubscriptions due;
    private final SupportRequests support;
    private final Enrollments enrollments;
    private final Directory directory;
    private final Tasks tasks;

    DashboardController(
            PartnershipRequests requests,
            RelationshipRequests relationships,
            Orders orders,
            DueSubscriptions due,
            SupportRequests support,
            Enrollments enrollments,
            Directory directory,
            Tasks tasks) {
        this.requests = requests;
        this.relationships = relationships;
        this.orders = orders;
        this.due = due;
        this.support = support;
        this.enrollments = enrollments;
        this.directory = directory;
        this.tasks = tasks;
    }

    @GetMapping("/")
    String show(Authentication person, Model model) {
        if (may(person, Permission.VIEW_RESELLERS)) {
            model.addAttribute("requestsByState", requests.openByState());
            model.addAttribute("requestsNeedingAttention", requests.needingAttention(ROWS));
        }
        if (may(person, Permission.VIEW_CUSTOMERS)) {
            model.addAttribute("relationshipsByState", relationships.openByState());
            model.addAttribute("relationshipsNeedingAttention", relationships.needingAttention(ROWS));
            model.addAttribute("due", due.counts());
        }
        if (may(person, Permission.VIEW_SUPPORT_REQUESTS)) {
            model.addAttribute("supportOverdue", support.overdue());
        }
        if (may(person, Permission.ADD_CUSTOMER)) {
            model.addAttribute("ordersByState", orders.inProgressByState());
            model.addAttribute("ordersInProgress", orders.inProgress(ROWS));
            model.addAttribute("ordersNeedingAttention", orders.needingAttention(ROWS));
        }
        if (may(person, Permission.WORK_ON_TASKS)) {
            model.addAttribute("tasks", tasks.mine(0, ROWS));
            model.addAttribute("taskCount", tasks.countMine());
            model.addAttribute("freeTasks", tasks.countClaimable());
        }
        model.addAttribute("waiting", waiting(person));
        return "dashboard/dashboard";
    }

    private List<Waiting> waiting(Authentication person) {
        List<Waiting> waiting = new ArrayList<>();
        if (may(person, Permission.VERIFY_RESELLERS)) {
            waiting.add(new Waiting(
                    "dashboard.attention.enrollments",
                    enrollments.countToVerify(),
                    "/enrollments?state=IN_VERIFICATION"));
        }
        if (may(person, Permission.MANAGE_SUBSCRIPTIONS)) {
            waiting.add(new Waiting("dashboard.attention.proposals", orders.countProposed(), "/orders?state=PROPOSED"));
        }
        if (may(person, Permission.HANDLE_SUPPORT_REQUESTS)) {
            waiting.add(new Waiting(
                    "dashboard.attention.answers",
                    support.countToAnswer(),
                    "/support-requests?state=ATTENTION_NEEDED&handler=provider"));
        }
        if (may(person, Permission.REVIEW_PROFILE_CHANGE)) {
            directory
                    .open()
                    .filter(change -> REVIEWABLE.contains(change.state()))
                    .filter(change -> directory
                            .inTheWayOfDeciding(change.id(), person.getName())
                            .isEmpty())
                    .ifPresent(change -> waiting.add(
                            new Waiting("dashboard.attention.profile", 1, "/company-profile/requests/" + change.id())));
        }
        return waiting.stream().filter(one -> one.count() > 0).toList();
    }

    private static boolean may(Authentication person, Permission permission) {
        return person.getAuthorities().stream()
                .anyMatch(authority -> authority.getAuthority().equals(permission.name()));
    }
}
