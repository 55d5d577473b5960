package phoenix.orchestrator.config;

import java.nio.file.Path;
import java.util.Map;

/** The readers that containers and VMs share, made for one load. */
record Readers(
        Secrets secrets,
        InputsReader inputs,
        Features features,
        ApplicationReader applications,
        NetworkReader networks,
        AppArmorReader appArmor,
        SuiteReader suites,
        CloudInitTemplates cloudInitTemplates) {

    /**
     * Makes them.
     *
     * @param folder the configuration's folder, to which paths are relative
     * @param environment variables that secrets may be in
     */
    static Readers of(Path folder, FeatureFolders featureFolders, Map<String, String> environment, Problems problems) {
        Secrets secrets = new Secrets(folder, environment, problems);
        InputsReader inputs = new InputsReader(secrets);
        return new Readers(
                secrets,
                inputs,
                new Features(featureFolders, inputs, problems),
                new ApplicationReader(folder, inputs),
                new NetworkReader(problems),
                new AppArmorReader(folder),
                new SuiteReader(folder),
                new CloudInitTemplates(folder, inputs));
    }
}
