package io.relais.customer;

import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/** Lists the customers that were there before {@code customer_listing}. In Java, since SQL has no common word for taking accents away. */
@Component
class CustomerListingMigration implements JavaMigration {

    @Override
    public void migrate(Context context) {
        CustomerListing.fill(new JdbcTemplate(new SingleConnectionDataSource(context.getConnection(), true)));
    }

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("07.1");
    }

    @Override
    public String getDescription() {
        return "customer listing";
    }

    @Override
    public Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }
}
