/**
 * Engines: how a program finds one, and what an author of one writes.
 *
 * <p>An application begins at {@link org.pushforward.backend.Backends#open(String)}, compiles a graph with
 * {@link org.pushforward.backend.Backend} and runs the {@link org.pushforward.backend.Executable}. An author implements
 * {@link org.pushforward.backend.BackendProvider}, {@link org.pushforward.backend.Engine} and
 * {@link org.pushforward.backend.Program}, which see only checked arguments, and names the provider in
 * {@code META-INF/services}.
 */
package org.pushforward.backend;
