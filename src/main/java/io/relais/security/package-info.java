/**
 * Sign-in, roles and permissions, the filter chains, sealing keys, and the self-check at start-up.
 *
 * <p>Who may do what is said once, in {@link io.relais.security.Role}; the engine's groups and grants, the authorities of signed-in people,
 * and the names on the page that turns somebody away are all derived from it.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"audit", "web"})
package io.relais.security;
