package io.relais.bench;

import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;

/** One of those that are compared. */
interface Side extends AutoCloseable {

    String name();

    CountingDataSource database();

    /** One order from the first step to the last, by one person. */
    void journey(String person);

    @Override
    void close();

    /**
     * Does the job of a case on the calling thread. The two queries stand for the job executor's own (find, lock), which would come in
     * bursts of its own and blur the figures; they are the same on both sides.
     */
    default void executeJob(RuntimeService runtime, ManagementService management, String businessKey) {
        String instance = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(businessKey)
                .singleResult()
                .getId();
        management.executeJob(management
                .createJobQuery()
                .processInstanceId(instance)
                .singleResult()
                .getId());
    }
}
