/**
 * Families of models. Each family is a record of settings whose {@code build} method makes a model for given data.
 *
 * <p>{@link java.util.ServiceLoader} finds them as {@link org.pushforward.model.Family}. To build a model from your own layers and
 * distributions, use the other packages of the zoo.
 */
package org.pushforward.zoo.family;
