package org.pushforward.zoo.field.covariance;

/** Marks a covariance whose level means nothing: only that of sums of values with weights that add to zero does. */
public interface Intrinsic {}
