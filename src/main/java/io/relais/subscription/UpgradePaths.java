package io.relais.subscription;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * To which SKUs a SKU can be upgraded (domain.md F-43). The price list has no column for it, so the paths stand in a file of their own
 * beside it: CSV with the columns {@code SourceSku} and {@code TargetSku}, each {@code productId:skuId}.
 */
@Component
class UpgradePaths {

    private static final String SKU = "[A-Z0-9]{1,20}:[A-Z0-9]{1,10}";

    private record Path(String source, String target) {}

    private final JdbcClient database;

    UpgradePaths(JdbcClient database) {
        this.database = database;
    }

    @Transactional(readOnly = true)
    List<String> targets(String sku) {
        return database.sql("select target_sku from upgrade_path where source_sku = :sku order by target_sku")
                .param("sku", sku)
                .query(String.class)
                .list();
    }

    /**
     * Replaces all paths by those of a file; a file with anything wrong in it changes nothing.
     *
     * @return how many paths there are now
     * @throws IllegalArgumentException saying in which line what is wrong
     */
    @Transactional
    int replace(Reader csv) {
        Set<Path> paths = new LinkedHashSet<>();
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .setTrim(true)
                .get();
        try (CSVParser rows = format.parse(csv)) {
            for (CSVRecord row : rows) {
                String source = row.isConsistent() ? row.get("SourceSku") : "";
                String target = row.isConsistent() ? row.get("TargetSku") : "";
                if (!source.matches(SKU) || !target.matches(SKU) || source.equals(target)) {
                    throw new IllegalArgumentException("Row " + row.getRecordNumber()
                            + " is not a pair of different SKUs, each written productId:skuId");
                }
                paths.add(new Path(source, target));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        database.sql("delete from upgrade_path").update();
        paths.forEach(path -> database.sql("insert into upgrade_path (source_sku, target_sku) values (?, ?)")
                .params(path.source, path.target)
                .update());
        return paths.size();
    }
}
