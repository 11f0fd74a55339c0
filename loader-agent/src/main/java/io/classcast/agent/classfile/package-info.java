/** Class files, read and written without a library: before main that takes a fraction of what ASM does. Knows of no JDK and of none of ours. */
package io.classcast.agent.classfile;
