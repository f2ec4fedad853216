package io.relais.counter.web;

import io.relais.invitation.Addressee;
import io.relais.partnership.Answer;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** What a reseller gives when it authorizes the provider, as behind the link; what is missing is told by the eligibility check. */
record ResellerAcceptance(
        @NotBlank(message = "{invitation.problem.required}")
                @Size(max = 200, message = "{invitation.problem.long}")
                @Pattern(regexp = Addressee.SINGLE_LINE, message = "{invitation.problem.line}")
                String legalName,
        @NotBlank(message = "{invitation.problem.required}")
                @Pattern(regexp = "\\s*|[A-Z]{2}", message = "{invitation.problem.required}")
                String country,
        @Pattern(regexp = "\\s*|\\d{4,10}", message = "{partnership.problem.partnerId}") String partnerId,
        @NotBlank(message = "{invitation.problem.required}")
                @Size(max = 100, message = "{invitation.problem.long}")
                @Pattern(regexp = Addressee.SINGLE_LINE, message = "{invitation.problem.line}")
                String contact,
        Boolean enrolled,
        Boolean agreementSigned,
        @AssertTrue(message = "{partnership.problem.authorize}") Boolean authorize) {

    ResellerAcceptance {
        enrolled = Boolean.TRUE.equals(enrolled);
        agreementSigned = Boolean.TRUE.equals(agreementSigned);
        authorize = Boolean.TRUE.equals(authorize);
    }

    Answer answer() {
        return new Answer(legalName, country, partnerId, contact, enrolled, agreementSigned);
    }

    static ResellerAcceptance of(Answer answer) {
        return new ResellerAcceptance(
                answer.legalName(),
                answer.country(),
                answer.partnerId(),
                answer.contact(),
                answer.enrolled(),
                answer.agreementSigned(),
                false);
    }
}
