/**
 * Engines: how applications open them, and the interfaces that their authors implement.
 *
 * <p>An application starts with {@link org.pushforward.backend.Backends#open(String)}, compiles a graph with
 * {@link org.pushforward.backend.Backend} and runs the {@link org.pushforward.backend.Executable}. An author implements
 * {@link org.pushforward.backend.BackendProvider}, {@link org.pushforward.backend.Engine} and
 * {@link org.pushforward.backend.Program}, which receive only checked arguments, and registers the provider in {@code META-INF/services}.
 */
package org.pushforward.backend;
