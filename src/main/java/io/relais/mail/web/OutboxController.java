package io.relais.mail.web;

import io.relais.mail.Mailer;
import io.relais.mail.Outbox;
import java.util.UUID;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Mail that waits, for operators. What it says is shown in the demo only, which has no mail server and made-up people. */
@Controller
@PreAuthorize("hasAuthority('OPERATE')")
class OutboxController {

    private static final int ROWS = 100;

    private final Outbox outbox;
    private final Mailer mailer;
    private final boolean demo;

    OutboxController(Outbox outbox, Mailer mailer, Environment environment) {
        this.outbox = outbox;
        this.mailer = mailer;
        this.demo = environment.acceptsProfiles(Profiles.of("demo"));
    }

    /** A row of the page; the text is null outside the demo. */
    record Row(Outbox.Waiting mail, String text) {}

    @GetMapping("/outgoing-mail")
    String show(Model model) {
        model.addAttribute("configured", mailer.configured());
        model.addAttribute(
                "rows",
                outbox.waiting(ROWS).stream()
                        .map(mail -> new Row(mail, demo ? read(mail.id()) : null))
                        .toList());
        return "mail/outgoing";
    }

    private String read(UUID id) {
        return outbox.read(id);
    }
}
