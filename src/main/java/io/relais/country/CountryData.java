package io.relais.country;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** Reads the two CSV files; a mistake in them stops the start. */
final class CountryData {

    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setNullString("")
            .get();

    private CountryData() {}

    static List<Country> read() {
        Map<String, List<State>> states = rows("states.csv").stream()
                .collect(groupingBy(
                        row -> row.get("country"),
                        mapping(row -> new State(row.get("code"), row.get("name")), toList())));
        return rows("countries.csv").stream()
                .map(row -> country(row, states.getOrDefault(row.get("code"), List.of())))
                .toList();
    }

    private static Country country(CSVRecord row, List<State> states) {
        return new Country(
                row.get("code"),
                row.get("region"),
                Currency.getInstance(row.get("currency")),
                flag(row, "city_required"),
                flag(row, "state_required"),
                flag(row, "postal_code_required"),
                row.get("postal_code_pattern"),
                row.get("postal_code_example"),
                flag(row, "phone_required"),
                flag(row, "registration_number_required"),
                row.get("registration_number_label"),
                row.get("registration_number_pattern"),
                row.get("registration_number_example"),
                states,
                List.of(row.get("languages").split(" ")),
                List.of(row.get("cultures").split(" ")));
    }

    private static boolean flag(CSVRecord row, String column) {
        return switch (row.get(column)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException(
                        "countries.csv, line " + row.getRecordNumber() + ": " + column + " is neither true nor false");
        };
    }

    private static List<CSVRecord> rows(String file) {
        try (Reader reader =
                new InputStreamReader(CountryData.class.getResourceAsStream("/data/" + file), StandardCharsets.UTF_8)) {
            return FORMAT.parse(reader).getRecords();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
