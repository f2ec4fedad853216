/**
 * Sends mail when a mail server is configured: {@link io.relais.mail.Mailer} at once, for jobs of the engine, which try again by
 * themselves; {@link io.relais.mail.Outbox} after the commit of the change that it tells of. It knows only in whose name it writes.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"provider", "security", "web"})
package io.relais.mail;
