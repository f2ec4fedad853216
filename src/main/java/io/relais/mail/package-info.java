/** Sends mail when a mail server is configured. A leaf: it knows nobody. */
@org.springframework.modulith.ApplicationModule
package io.relais.mail;
