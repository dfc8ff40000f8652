/**
 * Cases of life cycle: states, updates in place, memory, several threads, closing, and errors.
 */
package org.pushforward.conformance.lifecycle;
