/** Optimisers. */
package org.pushforward.optim;
