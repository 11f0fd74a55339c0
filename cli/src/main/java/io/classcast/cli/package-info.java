/** The command {@code bcastjar}. */
package io.classcast.cli;
