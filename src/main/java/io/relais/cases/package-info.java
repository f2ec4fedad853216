/**
 * Every case that runs or ran, whatever its process: where it stands in its diagram, and who did what when. Knows no business module: what
 * it tells comes from the engine and from the audit trail.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"audit", "tasks", "web"})
package io.relais.cases;
