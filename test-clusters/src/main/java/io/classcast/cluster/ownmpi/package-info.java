/** The application's own MPI: jobs that call MPI themselves, in every way and with every end, go as they go without Classcast. */
package io.classcast.cluster.ownmpi;
