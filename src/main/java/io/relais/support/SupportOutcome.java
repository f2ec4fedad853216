package io.relais.support;

import io.relais.tasks.CaseOutcome;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What is said in Tasklist after an answer. */
@Component
class SupportOutcome implements CaseOutcome {

    private final SupportRepository requests;
    private final MessageSource messages;

    SupportOutcome(SupportRepository requests, MessageSource messages) {
        this.requests = requests;
        this.messages = messages;
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<String> of(UUID caseId) {
        return requests.findById(caseId)
                .map(request -> messages.getMessage(
                        "support.outcome." + request.state().name(),
                        new Object[] {"S-" + request.number()},
                        LocaleContextHolder.getLocale()));
    }
}
