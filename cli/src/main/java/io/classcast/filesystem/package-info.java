/** Which file system a path is on, and what an operation on it costs. */
package io.classcast.filesystem;
