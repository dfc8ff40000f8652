package org.pushforward.zoo.field.covariance;

/** Marks a covariance with an arbitrary level: only linear combinations with weights that sum to zero have a meaningful variance. */
public interface Intrinsic {}
