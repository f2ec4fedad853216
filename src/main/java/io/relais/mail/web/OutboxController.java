package io.relais.mail.web;

import io.relais.mail.Mailer;
import io.relais.mail.Outbox;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Mail that waits, for operators. What it says is shown in the demo only, which has no mail server and made-up people. */
@Controller
@PreAuthorize("hasAuthority('OPERATE')")
class OutboxController {

    private static final int PAGE = 25;
    private static final Pattern LINK = Pattern.compile("https?://\\S+?(?=[.,;:!?)]*(\\s|$))");

    private final Outbox outbox;
    private final Mailer mailer;
    private final boolean demo;

    OutboxController(Outbox outbox, Mailer mailer, Environment environment) {
        this.outbox = outbox;
        this.mailer = mailer;
        this.demo = environment.acceptsProfiles(Profiles.of("demo"));
    }

    /** A row of the page; the text is null outside the demo, and of a mail that is gone or whose key is. */
    record Row(Outbox.Waiting mail, List<Piece> text) {}

    /** A part of a mail's text. */
    record Piece(String text, boolean link) {}

    @GetMapping("/outgoing-mail")
    String show(
            @RequestParam(required = false) String text,
            @RequestParam(required = false) String after,
            @RequestParam(required = false) String before,
            Model model) {
        model.addAttribute("configured", mailer.configured());
        model.addAttribute("text", text);
        model.addAttribute(
                "page",
                outbox.waiting(text, after, before, PAGE).map(mail -> new Row(mail, demo ? read(mail.id()) : null)));
        return "mail/outgoing";
    }

    private List<Piece> read(UUID id) {
        try {
            return pieces(outbox.read(id));
        } catch (NoSuchElementException | IllegalStateException goneOrItsKeyIs) {
            return null;
        }
    }

    static List<Piece> pieces(String text) {
        List<Piece> pieces = new ArrayList<>();
        int end = 0;
        for (MatchResult link : LINK.matcher(text).results().toList()) {
            pieces.add(new Piece(text.substring(end, link.start()), false));
            pieces.add(new Piece(link.group(), true));
            end = link.end();
        }
        pieces.add(new Piece(text.substring(end), false));
        return pieces;
    }
}
