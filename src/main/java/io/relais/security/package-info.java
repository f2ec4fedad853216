/** Sign-in, roles and permissions, the filter chains, sealing keys, and the self-check at start-up. */
@org.springframework.modulith.ApplicationModule
package io.relais.security;
