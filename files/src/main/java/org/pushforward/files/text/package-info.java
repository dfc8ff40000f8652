/** Text with separators: records, columns of numbers and of words, and missing values. */
package org.pushforward.files.text;
