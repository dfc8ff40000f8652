/**
 * Settings as records: the components of a record are its keys in YAML, its arguments in Java and its lines in a checkpoint.
 *
 * <p>A component is a plain value, an enum, a list, an optional value, another record, or an interface marked {@link
 * org.pushforward.settings.ChosenBy}, for which a key names one of its records. A no-argument constructor, if present, sets the defaults.
 */
package org.pushforward.settings;
