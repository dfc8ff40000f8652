/** Transforms between non-normal data and the values of a Gaussian field, and predictions in the unit of the data. */
package org.pushforward.zoo.field.transform;
