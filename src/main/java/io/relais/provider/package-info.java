/** The indirect provider that runs this installation: who it is, as resellers and customers are told. */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {})
package io.relais.provider;
