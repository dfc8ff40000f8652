/** Transforms between data that are not normal and values of a Gaussian field, and predictions in the unit of the data. */
package org.pushforward.zoo.field.transform;
