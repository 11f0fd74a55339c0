/** Lookup and define: classes and resources from the mapped image, as the JDK would have made them from the originals. */
package io.classcast.agent.loader;
