/**
 * Rewriting: a {@link org.pushforward.graph.pass.Rewrite} turns tensors into other tensors of the same value.
 *
 * <p>{@link org.pushforward.graph.pass.Passes} lists the rewrites that every graph goes through before an engine compiles it.
 */
package org.pushforward.graph.pass;
