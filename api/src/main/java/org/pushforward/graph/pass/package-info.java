/**
 * Graph rewriting: a {@link org.pushforward.graph.pass.Rewrite} replaces tensors by other tensors.
 *
 * <p>{@link org.pushforward.graph.pass.Passes} applies the rewrites that every graph goes through before an engine
 * compiles it.
 */
package org.pushforward.graph.pass;
