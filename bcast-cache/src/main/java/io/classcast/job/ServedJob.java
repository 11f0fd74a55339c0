package io.classcast.job;

import io.classcast.store.NodeStore;
import io.classcast.store.StoredImage;
import java.util.List;

/**
 * A class path that is served: what every rank holds after the ranks have agreed.
 *
 * @param image the mapped image
 * @param store this JVM's share in the node's store
 * @param job name of the job's stores
 * @param rank of this process
 * @param size number of ranks
 * @param nodes number of nodes
 * @param problems what rank 0 noticed on the class path; empty on the other ranks
 */
public record ServedJob(StoredImage image, NodeStore store, String job, int rank, int size, int nodes,
        List<String> problems) {
}
