/** Pages about resellers and partnership requests, for staff and, behind a personal link, for the invited reseller. */
package io.relais.partnership.web;
