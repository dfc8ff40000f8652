/** Keys for random numbers. */
package org.pushforward.random;
