/** The steps of {@code bpmn/partnership-request/partnership-request.bpmn}: each reads the case's id and calls the module's face once. */
package io.relais.partnership.process;
