/** Sends mail when a mail server is configured. It knows only in whose name it writes. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"provider"})
package io.relais.mail;
