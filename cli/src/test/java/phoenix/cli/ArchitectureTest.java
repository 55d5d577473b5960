package phoenix.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Who may know whom. {@code docs/architecture.md} says why. */
class ArchitectureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("phoenix");

    @Test
    void the_rules_see_all_four_modules() {
        assertThat(ALL.stream().map(JavaClass::getPackageName))
                .contains("phoenix.pve", "phoenix.orchestrator", "phoenix.lab", "phoenix.cli");
    }

    @Test
    void proxmox_s_vocabulary_knows_nobody() {
        check(noClasses()
                .that()
                .resideInAPackage("phoenix.pve..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("phoenix.orchestrator..", "phoenix.lab..", "phoenix.cli.."));
    }

    @Test
    void values_do_not_reach_for_the_client_or_the_shell() {
        check(noClasses()
                .that()
                .resideInAPackage("phoenix.pve")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("phoenix.pve.api..", "phoenix.pve.shell.."));
    }

    @Test
    void the_orchestrator_never_sees_the_lab() {
        check(noClasses()
                .that()
                .resideInAPackage("phoenix.orchestrator..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("phoenix.lab..", "phoenix.cli.."));
    }

    @Test
    void the_lab_never_sees_our_client_or_the_orchestrator() {
        check(noClasses()
                .that()
                .resideInAPackage("phoenix.lab..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "phoenix.pve.api..", "phoenix.pve.shell..", "phoenix.orchestrator..", "phoenix.cli.."));
    }

    @Test
    void plan_and_run_know_no_kind_of_resource() {
        check(noClasses()
                .that()
                .resideInAnyPackage("phoenix.orchestrator.plan..", "phoenix.orchestrator.run..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "phoenix.orchestrator.container..",
                        "phoenix.orchestrator.config..",
                        "phoenix.orchestrator.guest..",
                        "phoenix.orchestrator.check.."));
    }

    @Test
    void what_is_wanted_and_what_is_do_not_know_each_other() {
        check(noClasses()
                .that()
                .resideInAPackage("phoenix.orchestrator.config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("phoenix.orchestrator.actual..", "phoenix.pve.api..", "phoenix.pve.shell.."));
        check(noClasses()
                .that()
                .resideInAPackage("phoenix.orchestrator.actual..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("phoenix.orchestrator.config.."));
    }

    @Test
    void packages_of_the_orchestrator_do_not_go_round_in_circles() {
        check(slices().matching("phoenix.orchestrator.(*)..").should().beFreeOfCycles());
    }

    @Test
    void classes_are_final_unless_they_are_made_to_be_extended() {
        check(classes()
                .that()
                .areTopLevelClasses()
                .and()
                .areNotInterfaces()
                .and(DescribedPredicate.not(DescribedPredicate.describe(
                        "abstract", (JavaClass type) -> type.getModifiers().contains(JavaModifier.ABSTRACT))))
                .and(DescribedPredicate.describe(
                        "written by us",
                        (JavaClass type) -> !type.getSimpleName().equals("package-info")))
                .and()
                .areNotEnums()
                .should()
                .haveModifier(JavaModifier.FINAL));
    }

    private static void check(ArchRule rule) {
        rule.check(ALL);
    }
}
