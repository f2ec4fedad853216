/**
 * People who sign in without being staff: those of resellers and of customers. Their accounts, passwords, second factors and sessions, and
 * the filter chains of the two outer sides of the counter. It knows parties by their id only; who they are is the business of others.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"audit", "mail", "provider", "security", "web"})
package io.relais.account;
