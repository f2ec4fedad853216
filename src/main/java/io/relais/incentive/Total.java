package io.relais.incentive;

import java.math.BigDecimal;

/** A sum of lines in one currency. @param revenue what the credit was earned on */
public record Total(String currency, long lines, BigDecimal revenue, BigDecimal amount) {}
