/**
 * Cases about the life cycle of executables: opening and closing, states, updates in place, memory, several threads, and
 * refusals.
 */
package org.pushforward.conformance.lifecycle;
