package io.relais.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relais.RelaisTest;
import io.relais.audit.AuditEntry;
import io.relais.audit.AuditTrail;
import io.relais.order.Orders;
import io.relais.security.SignedInAs;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A task passes from hand to hand only by the hand that holds it, whichever door is used. */
@RelaisTest
class HandOverTests {

    @Autowired
    Orders orders;

    @Autowired
    Tasks tasks;

    @Autowired
    TaskService taskService;

    @Autowired
    IdentityService identityService;

    @Autowired
    AuditTrail audit;

    @AfterEach
    void forgetTheCaller() {
        identityService.clearAuthentication();
    }

    @Test
    @SignedInAs("sam")
    void theHolderHandsItsTaskToAColleagueWhoFindsItAsItWasLeft() {
        UUID order = orders.start(null);
        TaskCard task = tasks.next(order.toString()).orElseThrow();

        tasks.handOver(task.id(), "sofia");

        assertThat(taskService
                        .createTaskQuery()
                        .taskId(task.id())
                        .singleResult()
                        .getAssignee())
                .isEqualTo("sofia");
        assertThat(audit.of("case", order, 5))
                .singleElement()
                .returns("sam", AuditEntry::getOldValue)
                .returns("sofia", AuditEntry::getNewValue);
    }

    @Test
    @SignedInAs("sam")
    void aTaskIsNotHandedToSomebodyWhoMayNotWorkOnIt() {
        TaskCard task = tasks.next(orders.start(null).toString()).orElseThrow();

        assertThatThrownBy(() -> tasks.handOver(task.id(), "hal")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tasks.handOver(task.id(), "nobody-at-all"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @SignedInAs("sam")
    void aColleagueCannotTakeATaskOverThroughTheEngine() {
        TaskCard task = tasks.next(orders.start(null).toString()).orElseThrow();

        identityService.setAuthentication("sofia", List.of("sales-agent"));

        assertThatThrownBy(() -> taskService.setAssignee(task.id(), "sofia")).hasMessageContaining("held by sam");
        identityService.clearAuthentication();
        assertThat(taskService
                        .createTaskQuery()
                        .taskId(task.id())
                        .singleResult()
                        .getAssignee())
                .isEqualTo("sam");
    }

    @Test
    @SignedInAs("sam")
    void anOperatorMayPassOnTheTaskOfSomebodyWhoIsAway() {
        TaskCard task = tasks.next(orders.start(null).toString()).orElseThrow();

        identityService.setAuthentication("oscar", List.of("operator"));
        taskService.setAssignee(task.id(), "sofia");

        identityService.clearAuthentication();
        assertThat(taskService
                        .createTaskQuery()
                        .taskId(task.id())
                        .singleResult()
                        .getAssignee())
                .isEqualTo("sofia");
    }
}
