package io.relais.directory;

import io.relais.mail.MailProperties;
import io.relais.mail.Outbox;
import io.relais.provider.Provider;
import io.relais.security.Permission;
import io.relais.security.StaffAddresses;
import io.relais.web.Formats;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Tells staff by e-mail what became of a change of the profile, or that it is time to. */
@Component
class ProfileMails {

    private static final int LONGEST_SUBJECT = 200;

    private final Outbox outbox;
    private final StaffAddresses staff;
    private final Provider provider;
    private final MailProperties mail;
    private final MessageSource messages;
    private final Formats formats;

    ProfileMails(
            Outbox outbox,
            StaffAddresses staff,
            Provider provider,
            MailProperties mail,
            MessageSource messages,
            Formats formats) {
        this.outbox = outbox;
        this.staff = staff;
        this.provider = provider;
        this.mail = mail;
        this.messages = messages;
        this.formats = formats;
    }

    void toReviewers(Notice notice, ChangeCard change, String person) {
        send(staff.holding(Permission.REVIEW_PROFILE_CHANGE), notice, change, person);
    }

    void toRequester(Notice notice, ChangeCard change, String person) {
        send(staff.of(change.requestedBy()).stream().toList(), notice, change, person);
    }

    void toEverybody(Notice notice, ChangeCard change, String person) {
        Collection<String> all = new TreeSet<>(staff.holding(Permission.REVIEW_PROFILE_CHANGE));
        all.addAll(staff.holding(Permission.REQUEST_PROFILE_CHANGE));
        send(all, notice, change, person);
    }

    /** Where a change is seen, from outside. */
    String page(UUID change) {
        return provider.baseUrl() + "/company-profile/requests/" + change;
    }

    private void send(Collection<String> recipients, Notice notice, ChangeCard change, String person) {
        String words = notice == Notice.ANSWERED ? change.note() : change.question();
        List<String> said = List.of(
                change.number(),
                change.profile().name(),
                person == null ? "" : person,
                words == null ? "" : words + "\n\n",
                page(change.id()),
                formats.day(change.dueAt()));
        String subject = text("directory.mail.subject." + notice, said);
        String text = text("directory.mail.text." + notice, said);
        for (String recipient : recipients) {
            outbox.send(recipient, subject.substring(0, Math.min(subject.length(), LONGEST_SUBJECT)), text);
        }
    }

    private String text(String key, List<String> said) {
        return messages.getMessage(key, said.toArray(), mail.staffLanguage());
    }
}
