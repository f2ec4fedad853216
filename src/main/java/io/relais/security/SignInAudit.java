package io.relais.security;

import io.relais.audit.AuditTrail;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who came and went. Names that nobody has are left out: people type their password there by mistake. */
@Component
class SignInAudit {

    private static final String PERSON = "person";

    private final AuditTrail auditTrail;
    private final Staff staff;

    SignInAudit(AuditTrail auditTrail, Staff staff) {
        this.auditTrail = auditTrail;
        this.staff = staff;
    }

    @Transactional
    public void signedIn(String name) {
        auditTrail.recordAs(name, "sign_in", PERSON, id(name), null, null);
    }

    @Transactional
    public void refused(String name) {
        if (name != null && staff.knows(name)) {
            auditTrail.recordAs("unknown", "sign_in_refused", PERSON, id(name), null, null);
        }
    }

    @Transactional
    public void signedOut(String name) {
        auditTrail.recordAs(name, "sign_out", PERSON, id(name), null, null);
    }

    @Transactional
    public void signedOut(OutsidePerson person) {
        auditTrail.recordAs(person.userName(), "sign_out", "account", person.account(), null, null);
    }

    /** People have names for ids in the engine; the audit trail wants a UUID, always the same for the same name. */
    static UUID id(String name) {
        return UUID.nameUUIDFromBytes((PERSON + ":" + name).getBytes(StandardCharsets.UTF_8));
    }
}
