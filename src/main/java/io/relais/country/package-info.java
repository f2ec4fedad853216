/**
 * Countries, their CSP regions and the rules of an address, as data: {@code data/countries.csv} and {@code data/states.csv}. It knows nobody.
 *
 * <p>Where the data is from: names, regions and currencies are the 245 rows of the CSP regional authorization list (domain.md F-04), as 242
 * codes, since Brazil stands there with two currencies (BRL is kept) and Bonaire, Saba and Sint Eustatius share BQ; a country listed
 * without currency has that of its region. XK (Kosovo) is no ISO code but the one everybody uses. A country that is in no CSP region, such
 * as Belarus or Russia, cannot be sold to and is unknown here, although F-13 names these two. Postal codes follow the last CLDR postal code
 * data (27), brought up to date from the postal operators' formats, and are required where letters do not arrive without; where a system is
 * young or partial there is no rule, for no rule is better than a wrong one. Languages are the official ones of CLDR with a two-letter
 * code, the main one first. States carry the ISO 3166-2 codes, so Mexico and Australia use up to three characters although the API speaks
 * of two (F-10). A list of states, where there is one, is binding; elsewhere a state is free text. Registration numbers are required in the
 * countries of F-13, and refuse personal numbers where the format tells them apart.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
package io.relais.country;
