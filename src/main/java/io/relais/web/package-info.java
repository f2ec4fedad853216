/** What every page shares: the layout's model, pages as fragments, keyset paging of lists, CSV downloads, error pages, the clock. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
package io.relais.web;
