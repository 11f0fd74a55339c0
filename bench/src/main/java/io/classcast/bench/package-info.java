/** The command startup-bench. */
package io.classcast.bench;
