package io.relais.tasks;

/**
 * The signed-in person asked for a step whose task somebody else holds, or nobody. Not an error: a page is shown from which the task can
 * be claimed, or that tells who has it.
 */
public class TaskNotHeldException extends RuntimeException {

    private final transient TaskCard task;

    TaskNotHeldException(TaskCard task) {
        super("Task " + task.id() + " is held by " + task.holder());
        this.task = task;
    }

    public TaskCard task() {
        return task;
    }
}
