package io.relais.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * What Relais adds to the engine's own cost: the journey of an order for a new customer through the faces, beside the same model with
 * nothing behind it. The sides take turns, round by round, so that a busy machine slows all of them; compare the ratios, not the rates.
 *
 * <p>System properties: {@code bench.postgres.url} (with {@code .user} and {@code .password}; a server on which databases may be made,
 * named {@code relais_bench_…}), {@code bench.threads}, {@code bench.rounds}, {@code bench.seconds} of a round, {@code bench.warmup} journeys
 * before, {@code bench.statements=true} to list the statements of a journey.
 */
public final class OrderJourneyBenchmark {

    private static final int ROUNDS = Integer.getInteger("bench.rounds", 7);
    private static final int SECONDS = Integer.getInteger("bench.seconds", 4);
    private static final int WARMUP = Integer.getInteger("bench.warmup", 4000);

    private static final long LONGEST_WARMUP = TimeUnit.SECONDS.toNanos(180);

    /** One per thread: a person who starts an order gets back the one that he has just begun. */
    private static final List<String> PEOPLE = List.of("ada", "sam", "sofia", "hal");

    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private OrderJourneyBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        run("H2 in memory", name -> Database.inMemory());
        String url = System.getProperty("bench.postgres.url", "");
        if (url.isEmpty()) {
            System.out.println("PostgreSQL is left out: name a server with -Dbench.postgres.url=jdbc:postgresql://…");
        } else {
            Database server = new Database(
                    url,
                    System.getProperty("bench.postgres.user", ""),
                    System.getProperty("bench.postgres.password", ""));
            run("PostgreSQL", name -> Database.on(server, "relais_bench_" + name));
            for (String name : List.of("relais", "activity", "full")) {
                server.execute("drop database relais_bench_" + name);
            }
        }
        for (int strength : new int[] {4, 8, 10}) {
            System.out.printf(
                    Locale.ROOT, "One password hash, bcrypt strength %d: %.1f ms%n", strength, hashMillis(strength));
        }
        System.exit(0);
    }

    private interface Databases {
        Database named(String name) throws SQLException;
    }

    private static void run(String title, Databases databases) throws Exception {
        try (Side relais = new Relais(databases.named("relais"));
                Side sameHistory = new BareEngine(databases.named("activity"), "activity");
                Side fullHistory = new BareEngine(databases.named("full"), "full")) {
            List<Side> sides = List.of(relais, sameHistory, fullHistory);
            for (Side side : sides) {
                long end = System.nanoTime() + LONGEST_WARMUP;
                for (int done = 0; done < WARMUP && System.nanoTime() < end; ) {
                    done += round(side, PEOPLE.size(), 1).nanos().length;
                }
            }
            System.out.printf("%n%s: statements (commits among them) of one journey%n", title);
            for (Side side : sides) {
                count(side);
            }
            for (String threads :
                    System.getProperty("bench.threads", "1,4").strip().split(",")) {
                compare(title, sides, Integer.parseInt(threads));
            }
        }
    }

    private static void compare(String title, List<Side> sides, int threads) throws Exception {
        List<List<Round>> rounds = new ArrayList<>();
        sides.forEach(side -> rounds.add(new ArrayList<>()));
        for (int round = 0; round < ROUNDS; round++) {
            for (int side = 0; side < sides.size(); side++) {
                rounds.get(side).add(round(sides.get(side), threads, SECONDS));
            }
        }
        System.out.printf("%n%s, %d thread(s), median of %d rounds%n", title, threads, ROUNDS);
        System.out.printf(
                "%-32s %11s %8s %8s %8s  %s%n", "", "journeys/s", "p50 ms", "p99 ms", "CPU ms", "ratio (least–most)");
        for (int side = 0; side < sides.size(); side++) {
            List<Round> its = rounds.get(side);
            double[] ratios = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                ratios[round] = rounds.get(0).get(round).rate() / its.get(round).rate();
            }
            Arrays.sort(ratios);
            long[] nanos = its.stream()
                    .flatMapToLong(round -> Arrays.stream(round.nanos()))
                    .sorted()
                    .toArray();
            System.out.printf(
                    Locale.ROOT,
                    "%-32s %11.1f %8.1f %8.1f %8.1f  %.2f (%.2f–%.2f)%n",
                    sides.get(side).name(),
                    its.stream().mapToDouble(Round::rate).sorted().toArray()[ROUNDS / 2],
                    nanos[nanos.length / 2] / 1e6,
                    nanos[nanos.length * 99 / 100] / 1e6,
                    its.stream().mapToDouble(Round::cpuMillis).sorted().toArray()[ROUNDS / 2],
                    ratios[ROUNDS / 2],
                    ratios[0],
                    ratios[ROUNDS - 1]);
        }
    }

    /**
     * @param nanos of each journey
     * @param cpuMillis per journey, of this side's threads; tells costs apart even on a busy machine
     */
    private record Round(double rate, long[] nanos, double cpuMillis) {}

    private static Round round(Side side, int threads, int seconds) throws InterruptedException, ExecutionException {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            long start = System.nanoTime();
            long end = start + TimeUnit.SECONDS.toNanos(seconds);
            AtomicLong cpu = new AtomicLong();
            IntFunction<Callable<List<Long>>> work = person -> () -> {
                List<Long> nanos = new ArrayList<>();
                long cpuBefore = CPU.getCurrentThreadCpuTime();
                while (System.nanoTime() < end) {
                    long begun = System.nanoTime();
                    side.journey(PEOPLE.get(person));
                    nanos.add(System.nanoTime() - begun);
                }
                cpu.addAndGet(CPU.getCurrentThreadCpuTime() - cpuBefore);
                return nanos;
            };
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> worker :
                    workers.invokeAll(IntStream.range(0, threads).mapToObj(work).toList())) {
                all.addAll(worker.get());
            }
            double took = (System.nanoTime() - start) / 1e9;
            return new Round(
                    all.size() / took, all.stream().mapToLong(Long::longValue).toArray(), cpu.get() / 1e6 / all.size());
        } finally {
            workers.shutdown();
        }
    }

    private static void count(Side side) {
        Map<String, Integer> statements = side.database().counted(() -> side.journey(PEOPLE.get(0)));
        Map<String, Integer> kinds = new TreeMap<>();
        statements.forEach((sql, times) ->
                kinds.merge(sql.replaceAll("(?s)\\W.*", "").toLowerCase(Locale.ROOT), times, Integer::sum));
        System.out.printf(
                "%-32s %4d  %s%n",
                side.name(), kinds.values().stream().mapToInt(Integer::intValue).sum(), kinds);
        if (Boolean.getBoolean("bench.statements")) {
            statements.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .forEach(statement -> System.out.printf(
                            "    %3d  %s%n",
                            statement.getValue(),
                            statement
                                    .getKey()
                                    .substring(0, Math.min(statement.getKey().length(), 160))));
        }
    }

    private static double hashMillis(int strength) {
        BCryptPasswordEncoder encoder = new BCryptPasswordEncoder(strength);
        return IntStream.range(0, 9)
                .mapToObj(i -> {
                    long begun = System.nanoTime();
                    encoder.encode("not a real one");
                    return (System.nanoTime() - begun) / 1e6;
                })
                .sorted(Comparator.naturalOrder())
                .toList()
                .get(4);
    }
}
