/**
 * Families of models: each is a record of settings whose {@code build} makes a model of the zoo for given data.
 *
 * <p>They are found by {@link java.util.ServiceLoader} as {@link org.pushforward.model.Family}. To build a model by hand from layers
 * and distributions of your own, use the packages beside this one.
 */
package org.pushforward.zoo.family;
