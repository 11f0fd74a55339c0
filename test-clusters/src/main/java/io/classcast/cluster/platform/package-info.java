/** Platforms: jobs on the JDKs and MPIs of other Debians end with Classcast as they end without it. */
package io.classcast.cluster.platform;
