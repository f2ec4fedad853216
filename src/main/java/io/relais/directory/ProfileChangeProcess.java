package io.relais.directory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.runtime.Job;
import org.springframework.stereotype.Component;

/**
 * What must match {@code bpmn/company-profile-change/company-profile-change.bpmn} and the form beside it. The form's two fields arrive as
 * variables, from our own page and from Tasklist alike; the listener at the end of the review hands them to {@link Directory#decided},
 * which judges them, and sets the decision that the gateways read.
 */
@Component
public class ProfileChangeProcess {

    public static final String KEY = "company-profile-change";

    public static final String STEP_DESCRIBE = "UserTask_DescribeProfileChange";
    public static final String STEP_REVIEW = "UserTask_ReviewProfileChange";
    public static final String STEP_ANSWER = "UserTask_AnswerReviewer";

    static final String SERVICE_PUBLISH = "ServiceTask_PublishProfile";
    static final String MESSAGE_WITHDRAWN = "company-profile-change-withdrawn";

    /** What the reviewer chose: the name of a {@link Decision}. A field of the form. */
    public static final String DECISION = "decision";
    /** What the reviewer wrote. A field of the form. */
    public static final String COMMENT = "comment";
    /** Who asked the requester, and gets the answer; null before. */
    public static final String REVIEWER = "reviewer";

    /** Shown by the form, and in the names of tasks. */
    static final String REQUEST_NUMBER = "requestNumber";
    /** Shown by the form. */
    static final String REQUESTER = "requester";
    /** Shown by the form. */
    static final String PROFILE_NAME = "profileName";
    /** Shown by the form, as text. */
    static final String LOCATIONS = "locations";
    /** Where the form leads to. */
    static final String COMPARISON_PAGE = "comparisonPage";
    /** When the change is overdue; also a column of Tasklist's filters. */
    static final String DEADLINE = "deadline";

    /** The engine keeps no longer text in a variable; who needs more opens the page. */
    private static final int LONGEST_TEXT = 3_900;

    private final ProcessEngine engine;

    ProfileChangeProcess(ProcessEngine engine) {
        this.engine = engine;
    }

    /** Starts an instance; its first step makes the draft. */
    UUID start() {
        return UUID.fromString(
                engine.getRuntimeService().startProcessInstanceByKey(KEY).getBusinessKey());
    }

    /** What tasks and the form show of a change. */
    Map<String, Object> variables(ChangeCard change, String page) {
        Map<String, Object> shown = new HashMap<>();
        shown.put(REQUEST_NUMBER, change.number());
        shown.put(REQUESTER, change.requestedBy());
        shown.put(PROFILE_NAME, change.profile().name());
        String locations = change.profile().locations().stream()
                .map(location -> location.country() + (location.place() == null ? "" : ", " + location.place()) + ": "
                        + location.url())
                .collect(Collectors.joining("\n"));
        shown.put(
                LOCATIONS,
                locations.length() <= LONGEST_TEXT ? locations : locations.substring(0, LONGEST_TEXT - 1) + "…");
        shown.put(COMPARISON_PAGE, page);
        // The form begins with nothing chosen, whatever was decided before.
        shown.put(DECISION, null);
        shown.put(DEADLINE, java.util.Date.from(change.dueAt()));
        return shown;
    }

    /** What a reviewer chose on our page, as if typed into the form. */
    void choose(UUID change, String decision, String comment) {
        Map<String, Object> chosen = new HashMap<>();
        chosen.put(DECISION, decision);
        chosen.put(COMMENT, comment);
        engine.getRuntimeService().setVariables(instance(change), chosen);
    }

    void withdrawn(UUID change) {
        engine.getRuntimeService()
                .createMessageCorrelation(MESSAGE_WITHDRAWN)
                .processInstanceBusinessKey(change.toString())
                .correlate();
    }

    /** Publishes now what waits for that, for the demo's first entry. */
    void publishNow(UUID change) {
        Job publication = engine.getManagementService()
                .createJobQuery()
                .processInstanceId(instance(change))
                .activityId(SERVICE_PUBLISH)
                .singleResult();
        engine.getManagementService().executeJob(publication.getId());
    }

    /** Makes somebody the holder of the review, for the demo's first entry. */
    void claimReview(UUID change, String person) {
        String task = engine.getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(change.toString())
                .taskDefinitionKey(STEP_REVIEW)
                .singleResult()
                .getId();
        engine.getTaskService().claim(task, person);
    }

    private String instance(UUID change) {
        return engine.getRuntimeService()
                .createProcessInstanceQuery()
                .processDefinitionKey(KEY)
                .processInstanceBusinessKey(change.toString())
                .singleResult()
                .getId();
    }

    /** The user name of the person the engine works for. */
    Optional<String> person() {
        return Optional.ofNullable(engine.getIdentityService().getCurrentAuthentication())
                .map(Authentication::getUserId);
    }
}
