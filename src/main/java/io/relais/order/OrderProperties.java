package io.relais.order;

import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code relais.orders.*}.
 *
 * @param mailLanguage language of mails to staff about proposed orders: {@code en} or {@code fr}
 */
@ConfigurationProperties("relais.orders")
record OrderProperties(@DefaultValue("en") Locale mailLanguage) {}
