/** A backend written by following docs/writing-a-backend.md, with what the kit makes public and nothing else. */
package org.pushforward.conformance.tiny;
