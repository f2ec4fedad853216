package io.relais.incentive;

import java.util.List;
import java.util.UUID;

/** A reseller in the list of a month's statements. @param partnerId null while it has not told */
public record StatementRow(UUID reseller, String company, String partnerId, List<Total> totals) {}
