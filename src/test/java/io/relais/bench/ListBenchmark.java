package io.relais.bench;

import io.relais.customer.CustomerFilter;
import io.relais.customer.Customers;
import io.relais.subscription.Subscriptions;
import io.relais.web.Keyset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What the lists cost with few rows and with many, through the faces. The two databases take turns, call by call, so that a busy machine
 * slows both; compare the ratios.
 *
 * <p>System properties: {@code bench.customers}, two numbers with a comma; {@code bench.calls} of each kind; {@code bench.h2}:
 * {@code file} (which fills slowly), {@code memory} (with a heap of 12 GB for a million) or {@code none}; {@code bench.postgres.url}
 * (with {@code .user} and {@code .password}), as in {@link OrderJourneyBenchmark}.
 */
public final class ListBenchmark {

    private static final int CALLS = Integer.getInteger("bench.calls", 3000);
    private static final int WARMUP = CALLS / 3;
    private static final int PAGE = 25;

    private ListBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int[] sizes = Arrays.stream(
                        System.getProperty("bench.customers", "1000,1000000").split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
        List<Side> sides = new ArrayList<>();
        String h2 = System.getProperty("bench.h2", "file");
        if (!h2.equals("none")) {
            Path folder = Files.createDirectories(Path.of("target", "bench"));
            for (int size : sizes) {
                String file = "jdbc:h2:file:"
                        + folder.resolve("lists-" + UUID.randomUUID()).toAbsolutePath();
                sides.add(new Side(h2.equals("memory") ? Database.inMemory() : new Database(file, "sa", ""), size));
            }
            compare("H2, " + h2, sides);
        }
        String url = System.getProperty("bench.postgres.url", "");
        if (!url.isEmpty()) {
            Database server = new Database(
                    url,
                    System.getProperty("bench.postgres.user", ""),
                    System.getProperty("bench.postgres.password", ""));
            sides.clear();
            for (int size : sizes) {
                sides.add(new Side(Database.on(server, "relais_bench_lists_" + size), size));
            }
            compare("PostgreSQL", sides);
            for (int size : sizes) {
                server.execute("drop database relais_bench_lists_" + size);
            }
        }
        System.exit(0);
    }

    private static void compare(String title, List<Side> sides) {
        System.out.printf("%n%s, page of %d, %d calls each: p50 and p99 in ms%n", title, PAGE, CALLS);
        System.out.printf("%-28s", "customers");
        sides.forEach(side -> System.out.printf("  %17d", side.customers));
        System.out.printf("  %s%n", "p99 / p99");
        for (String list : sides.get(0).lists.keySet()) {
            long[][] nanos = new long[sides.size()][CALLS];
            for (int call = -WARMUP; call < CALLS; call++) {
                for (int side = 0; side < sides.size(); side++) {
                    Side asked = sides.get(side);
                    long begun = System.nanoTime();
                    asked.lists.get(list).accept(asked.random);
                    if (call >= 0) {
                        nanos[side][call] = System.nanoTime() - begun;
                    }
                }
            }
            System.out.printf("%-28s", list);
            for (long[] side : nanos) {
                Arrays.sort(side);
                System.out.printf(Locale.ROOT, "  %8.2f %8.2f", side[CALLS / 2] / 1e6, p99(side));
            }
            System.out.printf(Locale.ROOT, "  %.2f%n", p99(nanos[nanos.length - 1]) / p99(nanos[0]));
        }
        sides.forEach(side -> side.application.close());
    }

    private static double p99(long[] sorted) {
        return sorted[sorted.length * 99 / 100] / 1e6;
    }

    /** An application on a database of one size, and what is asked of it; no two calls for the same page. */
    private static final class Side {

        private final int customers;
        private final ConfigurableApplicationContext application;
        private final Random random = new Random(2);
        private final Map<String, Consumer<Random>> lists = new LinkedHashMap<>();

        Side(Database database, int customers) {
            this.customers = customers;
            this.application = Relais.start(database);
            DataSource source = application.getBean(DataSource.class);
            long begun = System.nanoTime();
            Filling filled = Filling.fill(source, customers);
            if (database.url().startsWith("jdbc:postgresql")) {
                new JdbcTemplate(source).execute("vacuum analyze");
            } else {
                new JdbcTemplate(source).execute("analyze");
            }
            System.out.printf(
                    "Filled with %d customers in %d s%n", customers, (System.nanoTime() - begun) / 1_000_000_000);
            Customers face = application.getBean(Customers.class);
            Subscriptions subscriptions = application.getBean(Subscriptions.class);
            List<String> places = places(new JdbcTemplate(source));
            lists.put("first page", any -> shown(face, filter(null, null), null));
            lists.put("deep page", any -> shown(face, filter(null, null), places.get(any.nextInt(places.size()))));
            lists.put("filter by reseller", any -> shown(face, filter(null, filled.anyReseller(any)), null));
            lists.put("search by prefix", any -> shown(face, filter(Filling.anyPrefix(any), null), null));
            lists.put("subscriptions of a customer", any -> {
                if (subscriptions.ofCustomer(filled.anyCustomer(any)).size() != 3) {
                    throw new IllegalStateException();
                }
            });
        }

        private static CustomerFilter filter(String text, UUID reseller) {
            return new CustomerFilter(text, reseller, CustomerFilter.Sort.NAME);
        }

        private static void shown(Customers face, CustomerFilter filter, String after) {
            if (face.list(filter, after, null, PAGE).rows().isEmpty()) {
                throw new IllegalStateException("Nothing found: " + filter);
            }
        }

        /** Places all over the list by name, as links to a next page hold them. */
        private List<String> places(JdbcTemplate database) {
            List<String> places = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                byte[] from = ("n" + Filling.anyPrefix(random) + Filling.anyPrefix(random)).getBytes();
                database.query(
                        "select entry from customer_listing where scope = ? and entry > ? order by scope, entry"
                                + " fetch first 1 rows only",
                        row -> {
                            String key = HexFormat.of().formatHex(row.getBytes(1));
                            if (key.startsWith("6e") && !key.startsWith("6e7a") && !key.startsWith("6e78")) {
                                places.add(new Keyset.Place(key, new UUID(0, 0)).encoded());
                            }
                        },
                        new UUID(0, 0),
                        from);
            }
            return places;
        }
    }
}
