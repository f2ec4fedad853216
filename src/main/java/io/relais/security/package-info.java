/** Sign-in, roles and permissions, the filter chains, sealing keys, and the self-check at start-up. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"audit", "web"})
package io.relais.security;
