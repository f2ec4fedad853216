package io.relais.invitation;

import jakarta.validation.constraints.Min;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What a process owner may set about requests of every kind, under the name of the first one: {@code relais.partnership-request.*}. How often somebody is reminded stands
 * in the process model itself, at the timer.
 *
 * @param validityDays how many days a request can be answered, unless staff say otherwise for one request
 * @param longestValidityDays the most that staff may choose
 * @param webmailDomains domains of free mail services; an address there is warned about
 */
@Validated
@ConfigurationProperties("relais.partnership-request")
record RequestProperties(
        @DefaultValue("30") @Min(1) int validityDays,
        @DefaultValue("90") @Min(1) int longestValidityDays,
        @DefaultValue({
                    "gmail.com",
                    "googlemail.com",
                    "outlook.com",
                    "outlook.fr",
                    "hotmail.com",
                    "hotmail.fr",
                    "live.com",
                    "live.fr",
                    "msn.com",
                    "yahoo.com",
                    "yahoo.fr",
                    "ymail.com",
                    "icloud.com",
                    "me.com",
                    "aol.com",
                    "gmx.com",
                    "gmx.de",
                    "gmx.fr",
                    "web.de",
                    "proton.me",
                    "protonmail.com",
                    "orange.fr",
                    "wanadoo.fr",
                    "free.fr",
                    "laposte.net",
                    "sfr.fr",
                    "libero.it",
                    "skynet.be"
                })
                Set<String> webmailDomains) {}
