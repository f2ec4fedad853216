/** The indirect provider that runs this installation: who it is, as resellers and customers are told. */
@org.springframework.modulith.ApplicationModule
package io.relais.provider;
