package io.relais.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Which sequence flows of a process the tests of a class have taken: all of them, if all of the tests have run. */
public final class FlowCoverage {

    private final String process;
    private final Class<?> tests;
    private final Set<String> testsDone = new HashSet<>();

    public FlowCoverage(String process, Class<?> tests) {
        this.process = process;
        this.tests = tests;
    }

    public void done(TestInfo test) {
        testsDone.add(test.getTestMethod().orElseThrow().getName());
    }

    public void assertComplete(ProcessEngine engine) {
        String definition = engine.getRepositoryService()
                .createProcessDefinitionQuery()
                .processDefinitionKey(process)
                .latestVersion()
                .singleResult()
                .getId();
        Collection<SequenceFlow> flows = engine.getRepositoryService()
                .getBpmnModelInstance(definition)
                .getModelElementsByType(SequenceFlow.class);
        Set<String> steps = new HashSet<>();
        for (HistoricProcessInstance instance : engine.getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processDefinitionKey(process)
                .list()) {
            steps.addAll(stepsOf(instance, engine.getHistoryService()));
        }
        Set<String> missed = flows.stream()
                .filter(flow -> !steps.contains(
                        flow.getSource().getId() + " " + flow.getTarget().getId()))
                // A boundary event that leaves its task alone walks beside it, and has one way to go.
                .filter(flow -> !(flow.getSource() instanceof BoundaryEvent)
                        || steps.stream()
                                .noneMatch(step ->
                                        step.endsWith(" " + flow.getSource().getId())))
                .map(SequenceFlow::getId)
                .collect(Collectors.toCollection(TreeSet::new));
        System.out.printf(
                "%s: %d of %d sequence flows taken%s%n",
                process, flows.size() - missed.size(), flows.size(), missed.isEmpty() ? "" : ", not " + missed);
        long all = Arrays.stream(tests.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .count();
        if (testsDone.size() == all) {
            assertThat(missed).isEmpty();
        }
    }

    /**
     * Where one token walks through the process, two activities in a row are the two ends of a flow; where a second one walks beside it,
     * two in a row of the same execution.
     */
    private static Set<String> stepsOf(HistoricProcessInstance instance, HistoryService history) {
        List<HistoricActivityInstance> activities = history
                .createHistoricActivityInstanceQuery()
                .processInstanceId(instance.getId())
                .orderPartiallyByOccurrence()
                .asc()
                .list()
                .stream()
                .filter(activity -> !activity.getActivityType().equals("subProcess"))
                .toList();
        Set<String> steps = new HashSet<>();
        rowsOf(activities, steps);
        activities.stream()
                .collect(Collectors.groupingBy(HistoricActivityInstance::getExecutionId))
                .values()
                .forEach(walk -> rowsOf(walk, steps));
        return steps;
    }

    private static void rowsOf(List<HistoricActivityInstance> activities, Set<String> steps) {
        for (int i = 1; i < activities.size(); i++) {
            steps.add(activities.get(i - 1).getActivityId() + " "
                    + activities.get(i).getActivityId());
        }
    }
}
