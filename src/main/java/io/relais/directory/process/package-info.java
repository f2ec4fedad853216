/** The steps of {@code bpmn/company-profile-change/company-profile-change.bpmn}: each reads the case's id and calls the module's face once. */
package io.relais.directory.process;
