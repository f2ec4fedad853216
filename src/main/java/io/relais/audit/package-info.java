/** Who did what, when, on which object. Everyone writes here; it knows nobody. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
package io.relais.audit;
