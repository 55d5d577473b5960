package phoenix.cli.acceptance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Tests on the Proxmox node that the environment names, one class at a time: {@code ./verify --node}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(
        named = "phoenix.acceptance",
        matches = "node",
        disabledReason = "no node is named; ./verify --node does that")
@ResourceLock("the node")
@interface OnTheNode {}
