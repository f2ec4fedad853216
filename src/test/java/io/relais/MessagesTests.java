package io.relais;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.ClassUtils;

/** Every text is there in both languages, none is missing, none is left over. */
class MessagesTests {

    private static final Path MAIN = Path.of("src/main");
    private static final Path MESSAGES = MAIN.resolve("resources/messages");

    /** Keys that the code puts together of a prefix and the name of an enum's constant: exactly these must be there. */
    private static final Map<String, String> OF_ENUMS = table(
            """
            directory.decision.                io.relais.directory.Decision
            directory.difference.              io.relais.directory.Difference$Kind
            directory.mail.subject.            io.relais.directory.Notice
            directory.mail.text.               io.relais.directory.Notice
            directory.now.                     io.relais.directory.ChangeState
            directory.state.                   io.relais.directory.ChangeState
            incentive.kind.                    io.relais.incentive.Entry$Kind
            incentive.order.                   io.relais.incentive.Performance$Order
            incentive.sale.                    io.relais.incentive.Sale
            enrollment.done.                   io.relais.enrollment.Decision
            enrollment.state.                  io.relais.enrollment.EnrollmentState
            counter.reseller.order.means.      io.relais.order.OrderState
            counter.reseller.order.state.      io.relais.order.OrderState
            invitation.channel.                io.relais.invitation.Channel
            invitation.state.                  io.relais.invitation.RequestState
            order.kind.                        io.relais.order.OrderKind
            order.proposal.difference.         io.relais.order.OrderView$Difference$Kind
            order.state.                       io.relais.order.OrderState
            partnership.flag.                  io.relais.partnership.ComplianceFlag
            partnership.obstacle.              io.relais.partnership.Obstacle
            partnership.remedy.                io.relais.partnership.Obstacle
            partnership.reseller.state.        io.relais.partnership.ResellerState
            partnership.resellers.compliance.  io.relais.partnership.ResellerFilter$Compliance
            partnership.resellers.sort.        io.relais.partnership.ResellerFilter$Sort
            relationship.obstacle.             io.relais.relationship.Obstacle
            relationship.remedy.               io.relais.relationship.Obstacle
            security.role.                     io.relais.security.Role
            subscription.change.               io.relais.subscription.Change
            subscription.done.                 io.relais.subscription.Change
            subscription.kind.                 io.relais.subscription.SubscriptionKind
            subscription.submit.               io.relais.subscription.Change
            support.category.                  io.relais.support.Category
            support.done.                      io.relais.support.Action
            support.entry.                     io.relais.support.SupportEntry$Kind
            support.outcome.                   io.relais.support.SupportState
            support.severity.                  io.relais.support.Severity
            support.severity.choice.           io.relais.support.Severity
            """);

    /** Keys that the code puts together of a prefix and something else: all that it can come to. */
    private static final Map<String, String> OF_LISTS = table(
            """
            account.factor.sure.             codes off
            account.factor.text.             codes off
            account.factor.title.            codes off
            account.name.                    reseller customer
            account.signIn.                  reseller customer
            account.signIn.help.             reseller customer
            counter.customer.happened.       add_customer take_up_customer_again associate_reseller dissociate_reseller
            counter.customer.happened.       grant_delegated_administration withdraw_delegated_administration update_customer
            counter.customer.happened.       reset_customer_user_password reveal_temporary_password create_subscription
            counter.customer.happened.       change_licenses upgrade_subscription suspend_subscription reactivate_subscription
            counter.customer.happened.       auto_renew_on auto_renew_off cancel_subscription convert_trial
            counter.customer.happened.       change_support_contact renew_subscription expire_subscription disable_subscription
            counter.customer.happened.       delete_subscription
            customer.                        firstName.required lastName.required
            customer.delegation.mail.        granted withdrawn
            customer.delegation.mail.subject. granted withdrawn
            customer.audit.                 add_customer add_customer_tag associate_reseller dissociate_reseller
            customer.audit.                 grant_delegated_administration remove_customer remove_customer_tag
            customer.audit.                 withdraw_delegated_administration
            customer.audit.                 reset_customer_user_password reveal_temporary_password take_up_customer_again
            customer.field.                  companyName addressLine1 addressLine2 postalCode city state registrationNumber
            customer.field.                  language culture firstName lastName email phone
            customer.sort.                   name since
            invitation.request.now.          ACTIVE CANCELLED DECLINED EXPIRED REVOKED
            order.step.                      customer details subscriptions review confirmation
            partnership.                     mail.short request.others request.reassure.ACTIVE request.title send.title webmail
            partnership.compliance.change.   UNCHANGED SET_SUSPENDED SET_ENROLLMENT_LOST SET_AGREEMENT_MISSING
            partnership.compliance.change.   LIFT_SUSPENDED LIFT_ENROLLMENT_LOST LIFT_AGREEMENT_MISSING
            relationship.                    mail.short request.others request.reassure.ACTIVE request.title send.title webmail
            subscription.due.                DELETES DELETES.means ENDS ENDS.means RENEWS RENEWS.means
            subscription.state.              ACTIVE ACTIVE.means DELETED DELETED.means DISABLED DISABLED.means
            subscription.state.              EXPIRED EXPIRED.means SUSPENDED SUSPENDED.means
            subscription.tie.                ACTIVE SUSPENDED TRIAL
            support.mail.                    OPENED NOTE RESOLVED REOPENED CLOSED CLOSED_BY_TIME HANDED_BACK HANDED_OVER
            support.mail.                    TAKEN_OVER ESCALATED OVERDUE RESELLER_LEFT
            support.state.                   ATTENTION_NEEDED ATTENTION_NEEDED.means OPEN OPEN.means RESOLVED RESOLVED.means
            support.state.                   CLOSED CLOSED.means
            """);

    /** Keys whose end stands in data, in a model, or in the action of an audit entry; who uses them falls back or is tested elsewhere. */
    private static final Set<String> OF_DATA = table(
                    """
            account.audit.
            case.audit.
            catalog.billing.
            catalog.category.
            catalog.finding.
            catalog.term.
            catalog.unit.
            country.region.
            customer.audit.
            customer.field.
            directory.audit.
            directory.logo.
            incentive.audit.
            incentive.column.
            enrollment.audit.
            invitation.audit.
            order.audit.
            partnership.audit.
            partnership.removal.keep.
            partnership.removal.nobody.
            partnership.reseller.
            partnership.ties.
            subscription.audit.
            subscription.column.
            subscription.end.
            support.audit.
            tasks.filter.
            tasks.filter.shown.
            tasks.process.
            tasks.step.
            """)
            .keySet();

    /** Keys that a library asks for. */
    private static final Set<String> OF_LIBRARIES = Set.of("typeMismatch.");

    private static final Pattern KEY = Pattern.compile("[a-z]\\w*(\\.[\\w-]+)+");

    @Test
    void areKnownToTheApplication() throws IOException {
        String basenames = Files.readString(MAIN.resolve("resources/application.yaml"))
                .lines()
                .filter(line -> line.strip().startsWith("basename:"))
                .findFirst()
                .orElseThrow();

        assertThat(basenames.replaceFirst(".*: *", "").split(","))
                .containsExactlyInAnyOrderElementsOf(
                        modules().map(module -> "messages/" + module).toList());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void haveTheSameKeysInBothLanguages(String module) throws IOException {
        assertThat(french(module).keySet())
                .containsExactlyElementsOf(english(module).keySet());
        assertThat(keysAsWritten(module + ".properties")).doesNotHaveDuplicates();
        assertThat(keysAsWritten(module + "_fr.properties")).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void sayTheSameThingsInBothLanguages(String module) {
        Map<String, String> french = french(module);
        english(module).forEach((key, text) -> {
            String texte = french.getOrDefault(key, text);
            assertThat(text).as(key).isNotBlank();
            assertThat(texte).as(key).isNotBlank();
            assertThat(text + texte)
                    .as("%s has the typographic apostrophe, since MessageFormat swallows the other", key)
                    .doesNotContain("'");
            assertThat(placeholders(texte)).as(key).isEqualTo(placeholders(text));
            assertThat(new MessageFormat(text).getFormats())
                    .as(key)
                    .hasSizeGreaterThanOrEqualTo(placeholders(text).size());
        });
    }

    @ParameterizedTest
    @MethodSource("modules")
    void areFrenchInFrench(String module) {
        // One or two short words may be the same in both languages; a sentence never is.
        Map<String, String> english = english(module);
        french(module).forEach((key, text) -> {
            if (text.replaceAll("\\{\\d+}", "").strip().split("\\s+").length > 2) {
                assertThat(text).as(key).isNotEqualTo(english.get(key));
            }
        });
    }

    @Test
    void areAllUsed() {
        Set<String> used = literals();
        Set<String> unused = new TreeSet<>(all());
        unused.removeAll(used);
        unused.removeAll(composed());
        unused.removeIf(
                key -> Stream.concat(OF_DATA.stream(), OF_LIBRARIES.stream()).anyMatch(key::startsWith));

        assertThat(unused).as("keys that nothing uses").isEmpty();
    }

    @Test
    void areAllThere() {
        Set<String> all = all();
        Set<String> missing = new TreeSet<>(composed());
        missing.addAll(asked());
        missing.removeAll(all);

        assertThat(missing).as("keys that are used but have no text").isEmpty();
    }

    @Test
    void areComposedOnlyWhereThisTestKnows() {
        Set<String> namespaces = namespaces();
        Set<String> prefixes = sources()
                .flatMap(source -> all("[\"'|]([a-z]\\w*(?:\\.\\w+)*\\.)(?:[\"']|\\$\\{)", source))
                .map(match -> match.group(1))
                .filter(prefix -> namespaces.contains(prefix.substring(0, prefix.indexOf('.'))))
                .collect(toCollection(TreeSet::new));
        prefixes.removeAll(OF_ENUMS.keySet());
        prefixes.removeAll(OF_LISTS.keySet());
        prefixes.removeAll(OF_DATA);

        assertThat(prefixes).as("prefixes that are not declared above").isEmpty();
    }

    @Test
    void nameEveryActionOfTheAuditTrailThatAPageShows() {
        Set<String> actions = files(MAIN.resolve("java/io/relais"), ".java")
                .filter(file -> !file.toString().matches(".*/(security|catalog)/.*"))
                .map(MessagesTests::text)
                .flatMap(
                        source -> all("action\\(\"(\\w+)\"\\)|audit\\s*\\.record(?:As)?\\([^;\"]*?\"(\\w+)\",", source))
                .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                .collect(toCollection(TreeSet::new));
        Set<String> named = all().stream()
                .filter(key -> key.contains(".audit."))
                .map(key -> key.replaceFirst(".*\\.audit\\.", ""))
                .collect(toCollection(TreeSet::new));

        assertThat(actions).contains("open", "authorize_provider", "submit_order", "add_customer");
        assertThat(actions).isSubsetOf(named);
    }

    static Stream<String> modules() {
        return files(MESSAGES, ".properties")
                .map(file -> file.getFileName().toString().replace(".properties", ""))
                .filter(name -> !name.endsWith("_fr"));
    }

    private static Set<String> all() {
        return modules().flatMap(module -> english(module).keySet().stream()).collect(toCollection(TreeSet::new));
    }

    private static Set<String> namespaces() {
        return all().stream().map(key -> key.substring(0, key.indexOf('.'))).collect(toCollection(TreeSet::new));
    }

    private static Set<String> composed() {
        Set<String> keys = new TreeSet<>();
        OF_ENUMS.forEach((prefix, name) -> Arrays.stream(
                        ClassUtils.resolveClassName(name, null).getEnumConstants())
                .forEach(constant -> keys.add(prefix + ((Enum<?>) constant).name())));
        OF_LISTS.forEach((prefix, ends) -> Arrays.stream(ends.split(" ")).forEach(end -> keys.add(prefix + end)));
        return keys;
    }

    /** Everything that looks like a key anywhere in the sources. */
    private static Set<String> literals() {
        return sources()
                .flatMap(source -> all(KEY.pattern(), source))
                .map(MatchResult::group)
                .collect(toCollection(TreeSet::new));
    }

    /** What certainly is a key: {@code #{key}} in templates, and literals of Java and templates that begin like one. */
    private static Set<String> asked() {
        Set<String> namespaces = namespaces();
        return Stream.concat(
                        templates()
                                .flatMap(page -> all("#\\{(" + KEY.pattern() + ")", page))
                                .map(match -> match.group(1)),
                        sources()
                                .flatMap(source -> all("[\"'](" + KEY.pattern() + ")[\"']", source))
                                .map(match -> match.group(1))
                                .filter(key -> namespaces.contains(key.substring(0, key.indexOf('.')))))
                .collect(toCollection(TreeSet::new));
    }

    private static Stream<String> templates() {
        return files(MAIN.resolve("resources/templates"), ".html").map(MessagesTests::text);
    }

    private static Stream<String> sources() {
        return Stream.concat(
                templates(),
                files(MAIN.resolve("java"), ".java")
                        .map(MessagesTests::text)
                        // Names of packages and properties are no keys.
                        .map(source -> source.replaceAll("(?m)^(import|package) .*$", "")
                                .replaceAll("@ConfigurationProperties\\([^)]*\\)", "")));
    }

    private static Set<String> placeholders(String text) {
        return all("\\{(\\d+)[,}]", text).map(match -> match.group(1)).collect(toCollection(TreeSet::new));
    }

    private static Map<String, String> english(String module) {
        return texts(module + ".properties");
    }

    private static Map<String, String> french(String module) {
        return texts(module + "_fr.properties");
    }

    private static Map<String, String> texts(String file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(MESSAGES.resolve(file))) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> texts = new TreeMap<>();
        properties.forEach((key, text) -> texts.put((String) key, (String) text));
        return texts;
    }

    private static List<String> keysAsWritten(String file) throws IOException {
        return Files.readAllLines(MESSAGES.resolve(file)).stream()
                .filter(line -> line.contains("=") && !line.startsWith("#") && !line.startsWith(" "))
                .map(line -> line.substring(0, line.indexOf('=')).strip())
                .toList();
    }

    private static Stream<MatchResult> all(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> files(Path folder, String suffix) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line is a prefix and what follows; of a prefix on several lines, all that follows. */
    private static Map<String, String> table(String lines) {
        return lines.lines()
                .map(line -> line.split(" +", 2))
                .collect(Collectors.toMap(
                        cells -> cells[0], cells -> cells.length > 1 ? cells[1] : "", (one, more) -> one + " " + more));
    }
}
