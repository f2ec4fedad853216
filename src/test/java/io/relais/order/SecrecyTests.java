package io.relais.order;

import static io.relais.order.SampleOrders.as;
import static io.relais.order.SampleOrders.asNobody;
import static io.relais.order.SampleOrders.authentication;
import static io.relais.order.SampleOrders.freshDomain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.relais.RelaisTest;
import io.relais.customer.Customers;
import io.relais.partnership.Answer;
import io.relais.partnership.PartnershipRequests;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.util.HtmlUtils;

/**
 * Both journeys, with everything logged that engine and persistence can log of values; then every table, the log and the engine's history
 * are searched for the password and the link's token: as they are, in hexadecimal, in Base64.
 */
@RelaisTest
class SecrecyTests {

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{8,}={0,2}");
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9A-Fa-f]{16,}");

    /** Loggers that tell the values of statements, variables and requests, and how loud they can be. */
    private static final Map<String, Level> TALKATIVE = Map.of(
            "io.relais", Level.TRACE,
            "org.camunda", Level.DEBUG,
            "org.hibernate.SQL", Level.DEBUG,
            "org.hibernate.orm.jdbc.bind", Level.TRACE,
            "org.hibernate.orm.jdbc.extract", Level.TRACE,
            "org.springframework.jdbc", Level.TRACE,
            "org.springframework.transaction", Level.DEBUG,
            "org.springframework.web", Level.DEBUG);

    @Autowired
    private ApplicationContext context;

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private Orders orders;

    @Autowired
    private Customers customers;

    @Autowired
    private PartnershipRequests requests;

    @Autowired
    private RuntimeService runtimeService;

    @Autowired
    private HistoryService historyService;

    @Autowired
    private DataSource dataSource;

    @Autowired
    private JdbcClient database;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Map<String, Level> levels = new LinkedHashMap<>();

    @BeforeEach
    void listen() {
        TALKATIVE.forEach((name, level) -> {
            Logger logger = (Logger) LoggerFactory.getLogger(name);
            levels.put(name, logger.getLevel());
            logger.setLevel(level);
            logger.setAdditive(false);
            logger.addAppender(log);
        });
        root().addAppender(log);
        log.start();
    }

    @AfterEach
    void stopListening() {
        levels.forEach((name, level) -> {
            Logger logger = (Logger) LoggerFactory.getLogger(name);
            logger.setLevel(level);
            logger.setAdditive(true);
            logger.detachAppender(log);
        });
        root().detachAppender(log);
        asNobody();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Test
    void leavesNoTraceOfAPasswordAnywhere() throws Exception {
        SampleOrders sample = new SampleOrders(context);
        as("sam");
        UUID unseen = sample.placed("Not revealed yet", freshDomain(), null);
        UUID order = sample.placed("Secret " + freshDomain(), freshDomain(), null);
        MvcTestResult page = mvc.post()
                .uri("/orders/{id}/confirmation/reveal", order)
                .with(SecurityMockMvcRequestPostProcessors.authentication(authentication("sam")))
                .with(csrf())
                .exchange();
        String first = passwordOn(page);
        as("sam");
        orders.handedOver(order);
        as("ada");
        UUID customer = orders.find(order).orElseThrow().customerId();
        UUID handOver = UUID.randomUUID();
        customers.resetAdminPassword(customer, handOver);
        String second = customers.revealPassword(customer, handOver).orElseThrow();

        List<String> dump = dump(dataSource);
        List<String> told = told();
        List<String> engine = engine();

        assertThat(hits(dump, "admin@")).as("the dump holds what is there").isNotEmpty();
        assertThat(hits(told, unseen.toString())).as("the log is loud enough").isNotEmpty();
        assertThat(told.stream().anyMatch(line -> line.contains("binding parameter")))
                .as("Hibernate tells what it binds")
                .isTrue();
        assertThat(hits(engine, "Not revealed yet"))
                .as("history and variables are read")
                .isNotEmpty();
        for (String password : List.of(first, second)) {
            assertThat(hits(dump, password)).isEmpty();
            assertThat(hits(told, password)).isEmpty();
            assertThat(hits(engine, password)).isEmpty();
        }
        as("sam");
        String third = orders.revealPassword(unseen).orElseThrow();
        assertThat(hits(dump, third)).as("the sealed copy tells nothing").isEmpty();
        assertThat(hits(told, third)).isEmpty();
        assertThat(hits(engine, third)).isEmpty();
    }

    @Test
    void leavesNoTraceOfALinksTokenAnywhere() throws Exception {
        as("sam");
        String domain = freshDomain();
        String token = SampleOrders.invited(requests, "Secret Reseller " + domain, "boss@" + domain + ".example");
        String open = SampleOrders.invited(requests, "Open Reseller " + domain, "open@" + domain + ".example");
        asNobody();
        assertThat(token).hasSizeGreaterThan(40);
        MvcTestResult page = mvc.get().uri("/partnership/{token}", token).exchange();
        assertThat(page).hasStatusOk();
        assertThat(page).bodyText().contains("Secret Reseller");
        requests.authorize(token, new Answer("Secret Reseller " + domain, "FR", "5899001", "Remi Revel", true, true));

        List<String> dump = dump(dataSource);
        List<String> told = told();
        List<String> engine = engine();

        assertThat(hits(dump, "Secret Reseller")).isNotEmpty();
        assertThat(hits(engine, "Secret Reseller")).isNotEmpty();
        for (String link : List.of(token, open)) {
            assertThat(hits(dump, link)).isEmpty();
            assertThat(hits(told, link)).isEmpty();
            assertThat(hits(engine, link)).isEmpty();
        }
    }

    @Test
    void wouldFindASecretHoweverItWasHidden() throws Exception {
        String secret = "gT7?kM+q=Zr4w%Bn";
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        database.sql("create table hiding_place (text_ varchar(500), bytes_ varbinary(500), long_ clob, blob_ blob)")
                .update();
        try {
            for (String hidden : List.of(
                    secret,
                    "before " + secret + " after",
                    HexFormat.of().formatHex(bytes),
                    HexFormat.of().withUpperCase().formatHex(("x" + secret).getBytes(StandardCharsets.UTF_8)),
                    Base64.getEncoder().encodeToString(bytes),
                    "v: "
                            + Base64.getEncoder()
                                    .withoutPadding()
                                    .encodeToString(("ab" + secret + "c").getBytes(StandardCharsets.UTF_8)),
                    Base64.getUrlEncoder().encodeToString(bytes))) {
                for (String column : List.of("text_", "long_")) {
                    assertFound(column, hidden, secret);
                }
                for (String column : List.of("bytes_", "blob_")) {
                    assertFound(column, hidden.getBytes(StandardCharsets.UTF_8), secret);
                }
            }
        } finally {
            database.sql("drop table hiding_place").update();
        }
    }

    private void assertFound(String column, Object value, String secret) throws Exception {
        database.sql("insert into hiding_place (" + column + ") values (?)")
                .param(value)
                .update();
        assertThat(hits(dump(dataSource), secret)).as(column).hasSize(1);
        database.sql("delete from hiding_place").update();
    }

    // ---- what is searched

    /** Every value of every table, text as it is, bytes as Latin letters. */
    static List<String> dump(DataSource source) throws Exception {
        List<String> values = new ArrayList<>();
        try (Connection connection = source.getConnection()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet found =
                    connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE", "BASE TABLE"})) {
                while (found.next()) {
                    String schema = found.getString("TABLE_SCHEM");
                    if (!List.of("INFORMATION_SCHEMA", "information_schema", "pg_catalog")
                            .contains(schema)) {
                        tables.add("\"" + schema + "\".\"" + found.getString("TABLE_NAME") + "\"");
                    }
                }
            }
            assertThat(tables).hasSizeGreaterThan(50);
            for (String table : tables) {
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("select * from " + table)) {
                    int columns = rows.getMetaData().getColumnCount();
                    while (rows.next()) {
                        for (int column = 1; column <= columns; column++) {
                            String text = text(rows, column);
                            if (text != null) {
                                values.add(table + "." + rows.getMetaData().getColumnName(column) + " = " + text);
                            }
                        }
                    }
                }
            }
        }
        return values;
    }

    private static String text(ResultSet rows, int column) throws Exception {
        return switch (rows.getMetaData().getColumnType(column)) {
            case java.sql.Types.BINARY, java.sql.Types.VARBINARY, java.sql.Types.LONGVARBINARY, java.sql.Types.BLOB -> {
                byte[] bytes = rows.getBytes(column);
                yield bytes == null ? null : new String(bytes, StandardCharsets.ISO_8859_1);
            }
            default -> rows.getString(column);
        };
    }

    private List<String> told() {
        List<String> lines = new ArrayList<>();
        for (ILoggingEvent event : List.copyOf(log.list)) {
            lines.add(event.getLoggerName() + " " + event.getFormattedMessage());
            IThrowableProxy thrown = event.getThrowableProxy();
            if (thrown != null) {
                lines.add(ThrowableProxyUtil.asString(thrown));
            }
        }
        return lines;
    }

    /** Variables, present and past, as the engine's own services return them. */
    private List<String> engine() {
        List<String> values = new ArrayList<>();
        runtimeService
                .createVariableInstanceQuery()
                .list()
                .forEach(one -> values.add(one.getName() + "=" + one.getValue()));
        historyService
                .createHistoricVariableInstanceQuery()
                .list()
                .forEach(one -> values.add(one.getName() + "=" + one.getValue()));
        historyService.createHistoricDetailQuery().list().forEach(one -> values.add(one.toString()));
        historyService
                .createHistoricTaskInstanceQuery()
                .list()
                .forEach(one -> values.add(one.getName() + one.getDescription()));
        historyService
                .createHistoricActivityInstanceQuery()
                .list()
                .forEach(one -> values.add(one.getActivityName() + one.getAssignee()));
        historyService
                .createHistoricJobLogQuery()
                .list()
                .forEach(one -> values.add(one + one.getJobExceptionMessage()));
        historyService.createUserOperationLogQuery().list().forEach(one -> values.add(one.toString()));
        return values;
    }

    /** The values that hold the secret, themselves or in what they encode. */
    private static List<String> hits(List<String> values, String secret) {
        return values.stream().filter(value -> holds(value, secret)).toList();
    }

    private static boolean holds(String value, String secret) {
        if (value.contains(secret)) {
            return true;
        }
        for (Matcher hexadecimal = HEXADECIMAL.matcher(value); hexadecimal.find(); ) {
            String digits = hexadecimal.group();
            for (int from = 0; from < 2; from++) {
                String pairs = digits.substring(from, digits.length() - (digits.length() - from) % 2);
                if (new String(HexFormat.of().parseHex(pairs), StandardCharsets.ISO_8859_1).contains(secret)) {
                    return true;
                }
            }
        }
        for (Matcher base64 = BASE64.matcher(value); base64.find(); ) {
            String letters = base64.group().replace('-', '+').replace('_', '/').replace("=", "");
            // What stands before may belong to something else.
            for (int from = 0; from < Math.min(4, letters.length()); from++) {
                String part = letters.substring(from);
                String whole = part.length() % 4 == 1 ? part.substring(0, part.length() - 1) : part;
                if (new String(Base64.getDecoder().decode(whole), StandardCharsets.ISO_8859_1).contains(secret)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String passwordOn(MvcTestResult page) throws Exception {
        assertThat(page).hasStatusOk();
        Matcher shown = Pattern.compile("<code id=\"password\"[^>]*>([^<]+)</code>")
                .matcher(page.getResponse().getContentAsString());
        assertThat(shown.find()).isTrue();
        return HtmlUtils.htmlUnescape(shown.group(1));
    }
}
