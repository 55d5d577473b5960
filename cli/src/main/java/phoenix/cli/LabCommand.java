package phoenix.cli;

import picocli.CommandLine.Command;

@Command(name = "lab", description = "the lab")
final class LabCommand {}
