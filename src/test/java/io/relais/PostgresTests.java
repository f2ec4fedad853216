package io.relais;

import static org.assertj.core.api.Assertions.assertThat;

import io.relais.catalog.Catalog;
import io.relais.catalog.CatalogItem;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ManagementService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The whole application on PostgreSQL: migrations, engine, demo data. */
@RelaisTest
@OnPostgres
class PostgresTests {

    @Autowired
    private DataSource database;

    @Autowired
    private ManagementService engine;

    @Autowired
    private Catalog catalog;

    @Test
    void theApplicationAndItsEngineKeepTheirTablesInPostgres() throws SQLException {
        try (Connection connection = database.getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("PostgreSQL");
        }
        assertThat(engine.getTableCount()).containsKey("ACT_RU_EXECUTION");
        assertThat(engine.getProperties()).containsKey("schema.version");
    }

    @Test
    void theDemosCatalogIsOnSale() {
        assertThat(catalog.search("FR", null, "business premium", 10))
                .extracting(CatalogItem::title)
                .contains("Microsoft 365 Business Premium");
    }
}
