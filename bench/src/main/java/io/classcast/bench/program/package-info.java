/** The programs that run inside the measured JVMs; they need nothing but the JDK. */
package io.classcast.bench.program;
