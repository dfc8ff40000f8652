/** The stability of public types. */
package org.pushforward;
