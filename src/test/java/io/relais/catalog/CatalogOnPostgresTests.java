package io.relais.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.OnPostgres;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@OnPostgres
class CatalogOnPostgresTests extends CatalogScenarios {

    private static final int ROWS = 10_000;

    @Autowired
    private JdbcClient database;

    @Autowired
    private PlatformTransactionManager transactions;

    /** The server knows the table of what the list spoke of as empty, and plans the first batches of the second list for that. */
    @Test
    void doesNotReadAllThatASecondLongListSpokeOfForEachOfItsRows() {
        String csv = list(IntStream.range(0, ROWS)
                .mapToObj(i -> row("ProductId", "P" + i / 10, "SkuId", Integer.toString(i % 10)))
                .toArray(String[][]::new));
        imported(csv);
        database.sql("vacuum analyze").update();

        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            assertThat(imported(csv).unchanged()).isEqualTo(ROWS);

            assertThat(database.sql(
                                    "select seq_tup_read from pg_stat_xact_user_tables where relname = 'price_list_seen'")
                            .query(Long.class)
                            .single())
                    .isLessThan(100L * ROWS);
        });
    }
}
