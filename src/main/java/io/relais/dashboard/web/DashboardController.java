package io.relais.dashboard.web;

import io.relais.order.Orders;
import io.relais.partnership.PartnershipRequests;
import io.relais.relationship.RelationshipRequests;
import io.relais.security.Permission;
import io.relais.subscription.DueSubscriptions;
import io.relais.support.SupportRequests;
import io.relais.tasks.Tasks;
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

    private final PartnershipRequests requests;
    private final RelationshipRequests relationships;
    private final Orders orders;
    private final DueSubscriptions due;
    private final SupportRequests support;
    private final Tasks tasks;

    DashboardController(
            PartnershipRequests requests,
            RelationshipRequests relationships,
            Orders orders,
            DueSubscriptions due,
            SupportRequests support,
            Tasks tasks) {
        this.requests = requests;
        this.relationships = relationships;
        this.orders = orders;
        this.due = due;
        this.support = support;
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
        }
        return "dashboard/dashboard";
    }

    private static boolean may(Authentication person, Permission permission) {
        return person.getAuthorities().stream()
                .anyMatch(authority -> authority.getAuthority().equals(permission.name()));
    }
}
