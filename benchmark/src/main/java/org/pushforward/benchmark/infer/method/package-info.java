/**
 * The methods that predict a field from gauges: exact ones by kriging, and learned ones by a diffusion model. Each is a
 * {@link org.pushforward.benchmark.infer.method.FieldPosterior}, and
 * {@link org.pushforward.benchmark.infer.method.FieldMethods} makes them from their settings.
 */
package org.pushforward.benchmark.infer.method;
