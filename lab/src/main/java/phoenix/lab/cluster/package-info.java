/**
 * The cluster of one node, and the node itself: resources, free numbers, versions, load.
 *
 * <p>Start reading at {@link phoenix.lab.cluster.ClusterEndpoints}.
 */
@NullMarked
package phoenix.lab.cluster;

import org.jspecify.annotations.NullMarked;
