/** The java agent: premain, options, what it prints and reports. */
package io.classcast.agent;
