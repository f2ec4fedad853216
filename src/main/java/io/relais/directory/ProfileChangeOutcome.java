package io.relais.directory;

import io.relais.tasks.CaseOutcome;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** What has come of a change, for who did a step of it in Tasklist. */
@Component
class ProfileChangeOutcome implements CaseOutcome {

    private final Directory directory;
    private final MessageSource messages;

    ProfileChangeOutcome(Directory directory, MessageSource messages) {
        this.directory = directory;
        this.messages = messages;
    }

    @Override
    public Optional<String> of(UUID caseId) {
        return directory
                .find(caseId)
                .map(change -> messages.getMessage(
                        "directory.now." + change.state(),
                        new Object[] {change.number()},
                        LocaleContextHolder.getLocale()));
    }
}
