package io.relais.tasks;

/**
 * Somebody tried to complete a task past its page, for example through the engine's REST API, although what the page asks for is not
 * there. Thrown by the completion listeners of the modules; the task stays as it was.
 */
public class StepIncompleteException extends RuntimeException {

    public StepIncompleteException(String message) {
        super(message);
    }
}
