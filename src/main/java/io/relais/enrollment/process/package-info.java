/** The steps of {@code bpmn/reseller-enrollment/reseller-enrollment.bpmn}: each reads the case's id and calls the module's face once. */
package io.relais.enrollment.process;
