/**
 * Infers a field from a few gauges: several methods predict the same field, and their predictions are scored, written and shown. Start at
 * {@link org.pushforward.benchmark.infer.method.FieldPosterior}, the interface of all methods.
 */
package org.pushforward.benchmark.infer;
