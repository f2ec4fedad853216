/** The steps of {@code bpmn/reseller-relationship/reseller-relationship.bpmn}: each reads the case's id and calls the module's face once. */
package io.relais.relationship.process;
