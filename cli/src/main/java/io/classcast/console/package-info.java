/** What the commands of {@code bcastjar} print: names, quantities and JSON, safe for terminals and programs. */
package io.classcast.console;
