/**
 * Cases of derivatives: the first and second derivatives of each primitive on a backend, checked against the oracle's.
 */
package org.pushforward.conformance.derivatives;
