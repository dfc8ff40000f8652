/**
 * The kit for JUnit: extend {@link org.pushforward.conformance.junit.BackendConformance} and its three siblings, and name the
 * backend.
 */
package org.pushforward.conformance.junit;
