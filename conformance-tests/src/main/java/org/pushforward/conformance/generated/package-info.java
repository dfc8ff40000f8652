/**
 * Generated cases: random graphs from a seed, and a shrinker that reduces a failing one to its smallest failing part.
 */
package org.pushforward.conformance.generated;
