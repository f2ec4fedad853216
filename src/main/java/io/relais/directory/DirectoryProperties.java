package io.relais.directory;

import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code relais.directory.*}.
 *
 * @param mailLanguage language of the mails to staff about changes of the profile: {@code en} or {@code fr}
 */
@ConfigurationProperties("relais.directory")
record DirectoryProperties(@DefaultValue("en") Locale mailLanguage) {}
