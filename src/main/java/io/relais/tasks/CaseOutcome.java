package io.relais.tasks;

import java.util.Optional;
import java.util.UUID;

/** What has come of a case in which nothing waits for anybody any more, in the reader's words. A module has one for its own cases. */
public interface CaseOutcome {

    /** One sentence; empty if the case is another module's or needs no word. */
    Optional<String> of(UUID caseId);
}
