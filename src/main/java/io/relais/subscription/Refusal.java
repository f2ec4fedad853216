package io.relais.subscription;

import java.util.List;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.validation.Errors;

/**
 * Why a change is not possible now.
 *
 * @param message key of the sentence that says why, and what to do
 * @param page path of the page where that is done; null when there is nothing to do
 */
public record Refusal(String message, List<Object> arguments, String page) implements MessageSourceResolvable {

    static Refusal of(String message, Object... arguments) {
        return new Refusal(message, List.of(arguments), null);
    }

    Refusal see(String path) {
        return new Refusal(message, arguments, path);
    }

    void tell(Errors errors) {
        errors.reject(message, arguments.toArray(), null);
    }

    void tell(String field, Errors errors) {
        errors.rejectValue(field, message, arguments.toArray(), null);
    }

    @Override
    public String[] getCodes() {
        return new String[] {message};
    }

    @Override
    public Object[] getArguments() {
        return arguments.toArray();
    }
}
