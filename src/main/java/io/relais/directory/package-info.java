/**
 * What the public page <em>Find a provider</em> says of the provider, and how that is changed (domain.md F-60, F-61, §2.7): name, logo and
 * the address to go to for each location. {@link io.relais.directory.Directory} is the face; the process {@code company-profile-change}
 * leads a change from its draft through the review by somebody else to its publication.
 *
 * <p>The published entry is the change that was published last; before the first one, what the configuration says of the provider.
 */
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {"provider", "country", "mail", "audit", "security", "tasks", "web"})
package io.relais.directory;
