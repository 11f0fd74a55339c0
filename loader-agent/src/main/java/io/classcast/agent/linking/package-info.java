/**
 * Linking of lambdas, and up to JDK 23 of string concatenations, in place of the JDK. {@link io.classcast.agent.linking.Linking} is all that the
 * rest of the agent knows of it: without that class, and the option {@code linking}, the package can be deleted.
 */
package io.classcast.agent.linking;
