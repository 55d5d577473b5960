/** The node's PCI devices, and the names by which VMs may have them: {@code /nodes/{node}/hardware}, {@code /cluster/mapping}. */
@NullMarked
package phoenix.lab.hardware;

import org.jspecify.annotations.NullMarked;
