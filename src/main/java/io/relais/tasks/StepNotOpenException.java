package io.relais.tasks;

/** The case is not at the step that was asked for: already done, not yet reached, or the case has ended. */
public class StepNotOpenException extends RuntimeException {

    private final String caseId;

    public StepNotOpenException(String caseId, String step) {
        super("Case " + caseId + " is not at " + step);
        this.caseId = caseId;
    }

    public String caseId() {
        return caseId;
    }
}
