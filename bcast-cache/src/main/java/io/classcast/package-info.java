/** The exception that all rooms share. */
package io.classcast;
