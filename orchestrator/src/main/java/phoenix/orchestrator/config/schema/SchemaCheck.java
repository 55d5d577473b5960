package phoenix.orchestrator.config.schema;

import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import phoenix.orchestrator.config.JsonValue;
import phoenix.orchestrator.config.Problems;

/**
 * Checks one file against its schema.
 *
 * <p>It goes so:
 *
 * <ol>
 *   <li>comments and nulls are left out, as they say nothing;
 *   <li>the validator finds everything that the schema does not allow;
 *   <li>of a choice between several forms, the one that was meant stays, or the choice as a whole is what is wrong;
 *   <li>each finding becomes a problem at its place in the file; a place has one.
 * </ol>
 *
 * The schemas are read when they are first needed. Safe for use by several threads.
 */
public final class SchemaCheck {
    /** {@code phoenix_hypervisor_config.json}. */
    public static final SchemaCheck HYPERVISOR = new SchemaCheck("phoenix_hypervisor_config");
    /** {@code phoenix_lxc_configs.json}. */
    public static final SchemaCheck LXC = new SchemaCheck("phoenix_lxc_configs");
    /** {@code phoenix_vm_configs.json}. */
    public static final SchemaCheck VM = new SchemaCheck("phoenix_vm_configs");
    /** A feature's {@code feature.json}. */
    public static final SchemaCheck FEATURE = new SchemaCheck("feature");

    private final String document;

    private SchemaCheck(String name) {
        document = name + Schemas.SUFFIX;
    }

    /**
     * Reports everything in a file that its schema does not allow.
     *
     * @return whether nothing was found
     */
    public boolean check(JsonValue.Obj root, Problems problems) {
        List<Error> errors = Schemas.validate(document, Instance.of(root));
        if (errors.isEmpty()) {
            return true;
        }
        Set<String> seen = new HashSet<>();
        for (Finding finding : findings(errors)) {
            Complaint complaint = new Wording(finding, root).complaint();
            if (seen.add(complaint.place() + complaint.about())) {
                problems.error(complaint.place(), complaint.what(), complaint.hint());
            }
        }
        return false;
    }

    private List<Finding> findings(List<Error> errors) {
        List<Finding> all = new ArrayList<>();
        for (Error error : errors) {
            all.add(Finding.of(error, SchemaNode.document(document)));
        }
        return Choices.settle(all);
    }
}
