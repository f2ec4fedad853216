package io.relais.security;

import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in plain words why the start was refused, in place of a stack trace. */
class UnsafeStartAnalyzer extends AbstractFailureAnalyzer<UnsafeStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, UnsafeStartException refusal) {
        return new FailureAnalysis(
                "Relais refuses to start, because it would not be safe:\n\n"
                        + refusal.problems().stream()
                                .map(problem -> "  - " + problem)
                                .collect(Collectors.joining("\n")),
                "Set what is named above, then start again. The README’s section on production has an example.",
                refusal);
    }
}
