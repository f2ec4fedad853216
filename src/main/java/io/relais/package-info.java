/**
 * Relais, the partner center of an indirect provider. Each sub-package is a module named by a business noun, with one public face; the
 * root knows every module and no module knows the root. {@code web}, {@code security}, {@code audit} and {@code tasks} stand below the
 * business modules: they know no business noun, so that every module may lean on them.
 */
package io.relais;
