package io.relais.bench;

import io.relais.customer.CustomerListing;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Fills a database that Relais has set up with customers, resellers (one for every 200) and subscriptions (three for each customer), past
 * the faces, for measurements. A tenth of the customers belongs to one reseller, another tenth to none. The same number gives the same
 * names.
 *
 * <p>By itself: the system properties {@code bench.url}, {@code bench.user}, {@code bench.password} and {@code bench.customers}.
 */
public final class Filling {

    private static final int BATCH = 1000;
    private static final int CUSTOMERS_OF_A_RESELLER = 200;
    private static final int SUBSCRIPTIONS = 3;
    private static final Instant BEGINNING = Instant.parse("2020-01-01T00:00:00Z");
    private static final String CONSONANTS = "bcdfghjklmnpqrstvwxz";
    private static final String VOWELS = "aeiou";

    private final JdbcTemplate database;
    private final Random random = new Random(1);
    private final List<UUID> customers = new ArrayList<>();
    private final List<UUID> resellers = new ArrayList<>();

    private Filling(DataSource database) {
        this.database = new JdbcTemplate(database);
    }

    public static void main(String[] arguments) {
        long begun = System.nanoTime();
        Filling filled = fill(
                new DriverManagerDataSource(
                        System.getProperty("bench.url"),
                        System.getProperty("bench.user", "sa"),
                        System.getProperty("bench.password", "")),
                Integer.getInteger("bench.customers", 1000));
        System.out.printf(
                "%d customers, %d resellers, %d subscriptions in %d s%n",
                filled.customers.size(),
                filled.resellers.size(),
                filled.customers.size() * SUBSCRIPTIONS,
                Duration.ofNanos(System.nanoTime() - begun).toSeconds());
    }

    static Filling fill(DataSource database, int customers) {
        Filling filling = new Filling(database);
        // What is there already is found again below, with the rest.
        filling.database.update("delete from customer_listing");
        TransactionTemplate batch = new TransactionTemplate(new DataSourceTransactionManager(database));
        for (int done = 0; done < Math.max(5, customers / CUSTOMERS_OF_A_RESELLER); done += BATCH) {
            int count = Math.min(BATCH, Math.max(5, customers / CUSTOMERS_OF_A_RESELLER) - done);
            batch.executeWithoutResult(made -> filling.resellers(count));
        }
        for (int done = 0; done < customers; done += BATCH) {
            int count = Math.min(BATCH, customers - done);
            batch.executeWithoutResult(made -> filling.customers(count));
        }
        CustomerListing.fill(filling.database);
        return filling;
    }

    UUID anyCustomer(Random which) {
        return customers.get(which.nextInt(customers.size()));
    }

    UUID anyReseller(Random which) {
        return resellers.get(which.nextInt(resellers.size()));
    }

    private void resellers(int count) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            UUID id = id();
            int number = resellers.size();
            resellers.add(id);
            String company = word() + " " + word();
            Timestamp now = Timestamp.from(BEGINNING);
            rows.add(new Object[] {
                id,
                company,
                company.toLowerCase(Locale.ROOT),
                "contact@" + number + ".reseller.example",
                "8" + String.format("%08d", number),
                now,
                now,
                now,
                now,
                id
            });
        }
        database.batchUpdate(
                "insert into reseller (id, version, company, company_key, email, contact, country, language, partner_id, state,"
                        + " state_since, partnership_since, enrolled, enrolled_since, agreement_signed, agreement_since,"
                        + " latest_request) values (?, 0, ?, ?, ?, 'Remi Revel', 'FR', 'fr', ?, 'ACTIVE', ?, ?, true, ?, true,"
                        + " ?, ?)",
                rows);
    }

    private void customers(int count) {
        List<Object[]> rows = new ArrayList<>();
        List<Object[]> associations = new ArrayList<>();
        List<Object[]> subscriptions = new ArrayList<>();
        List<Object[]> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            UUID id = id();
            int number = customers.size();
            customers.add(id);
            Timestamp since = Timestamp.from(BEGINNING.plusSeconds(random.nextInt(200_000_000)));
            rows.add(new Object[] {
                id, word() + " " + word(), word().toLowerCase(Locale.ROOT) + number, Date.valueOf("2020-01-01"), since
            });
            UUID reseller = number % 10 == 0 ? null : number % 10 == 1 ? resellers.get(0) : anyReseller(random);
            if (reseller != null) {
                associations.add(new Object[] {id(), id, reseller, since});
            }
            for (int line = 0; line < SUBSCRIPTIONS; line++) {
                UUID subscription = id();
                Timestamp ends = Timestamp.from(Instant.now().plusSeconds(86_400L * (1 + random.nextInt(365))));
                subscriptions.add(new Object[] {
                    subscription, id, id, line, id, since, ends, reseller, since, since, since, since, ends
                });
                batches.add(new Object[] {subscription, since, since});
            }
        }
        database.batchUpdate(
                "insert into customer (id, version, company_name, domain_prefix, country, address_line1, city, postal_code,"
                        + " first_name, last_name, email, language, culture, agreement_first_name, agreement_last_name,"
                        + " agreement_email, agreement_date, attested_by, created_at) values (?, 0, ?, ?, 'FR',"
                        + " '1 rue de la Paix', 'Paris', '75002', 'Claire', 'Dubois', 'claire@contoso.example', 'fr', 'fr-FR',"
                        + " 'Claire', 'Dubois', 'claire@contoso.example', ?, 'sam', ?)",
                rows);
        database.batchUpdate(
                "insert into customer_reseller (id, customer_id, reseller_id, since, since_by) values (?, ?, ?, ?, 'sam')",
                associations);
        database.batchUpdate(
                "insert into subscription (id, version, customer_id, order_id, line_number, offer_id, sku, ordered_sku, title,"
                        + " state, licenses, term_duration, billing_plan, unit_price, currency, started_at, term_ends_at,"
                        + " reseller_on_record_id, term_started_at, term_anchor, cancellable_until, state_since, due_at)"
                        + " values (?, 0, ?, ?, ?, ?, 'CFQ7TTC0LH18:0001', 'CFQ7TTC0LH18:0001', 'Microsoft 365 Business Basic',"
                        + " 'ACTIVE', 10, 'P1Y', 'annual', 61.2, 'EUR', ?, ?, ?, ?, ?, ?, ?, ?)",
                subscriptions);
        database.batchUpdate(
                "insert into subscription_batch (subscription_id, position, licenses, added_at, reducible_until)"
                        + " values (?, 0, 10, ?, ?)",
                batches);
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int syllable = 0; syllable < 3; syllable++) {
            word.append(CONSONANTS.charAt(random.nextInt(CONSONANTS.length())))
                    .append(VOWELS.charAt(random.nextInt(VOWELS.length())));
        }
        word.setCharAt(0, Character.toUpperCase(word.charAt(0)));
        return word.toString();
    }

    /** The beginning of many a name. */
    static String anyPrefix(Random which) {
        return "" + CONSONANTS.charAt(which.nextInt(CONSONANTS.length()))
                + VOWELS.charAt(which.nextInt(VOWELS.length()));
    }
}
