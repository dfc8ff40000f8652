/** Training. */
package org.pushforward.train;
