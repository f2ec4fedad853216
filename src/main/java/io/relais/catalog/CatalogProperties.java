package io.relais.catalog;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Where prices come from: {@code relais.catalog.*}.
 *
 * @param importFile {@code relais.catalog.import}, the path of a price list (CSV in UTF-8, the columns of {@link PriceListReader}) that is
 *     imported at each start of the application. The log has the report, with line and reason of each row that was refused. A list that
 *     was imported before changes nothing; a missing or unreadable file is an error in the log, and the prices stay as they are.
 */
@ConfigurationProperties("relais.catalog")
record CatalogProperties(@Name("import") Path importFile) {}
