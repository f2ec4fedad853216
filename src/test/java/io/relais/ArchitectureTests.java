package io.relais;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.persistence.Version;
import java.time.Clock;
import java.time.temporal.Temporal;
import java.util.Calendar;
import java.util.Date;
import java.util.Random;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.data.repository.Repository;
import org.springframework.stereotype.Controller;

/** The house's rules that the compiler cannot hold, each with its reason. Who may know whom is told by {@link ModularityTests}. */
@AnalyzeClasses(packagesOf = RelaisApplication.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    private static final String PAGES = "io.relais.*.web";
    private static final String STEPS = "io.relais.*.process";

    @ArchTest
    final ArchRule theEngineStopsAtTheProcessClasses = noClasses()
            .that()
            .haveNameNotMatching("io\\.relais\\.\\w+\\.\\w+Process(\\$.*)?")
            .and()
            .resideOutsideOfPackages(STEPS, "io.relais.cases", "io.relais.tasks..", "io.relais.security..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.camunda..")
            .because("the engine is one more driver of a module, and its next version should touch few files");

    @ArchTest
    final ArchRule repositoriesStayInTheirModule = classes()
            .that()
            .areAssignableTo(Repository.class)
            .should()
            .bePackagePrivate()
            .because("whoever wants a module's data asks its face, which knows the rules");

    @ArchTest
    final ArchRule pagesAndStepsArePackagePrivate = classes()
            .that()
            .resideInAnyPackage(PAGES, STEPS)
            .and()
            .areTopLevelClasses()
            .should()
            .bePackagePrivate()
            .because("they are reached by a route or by a model, never by another class");

    @ArchTest
    final ArchRule pagesAndStepsAreUsedByNobody = classes()
            .that()
            .resideInAnyPackage(PAGES, STEPS)
            .should(beUsedInTheirOwnPackageOnly())
            .because("a module has one door, and it is not a page");

    @ArchTest
    final ArchRule controllersLiveWithThePages = classes()
            .that()
            .areMetaAnnotatedWith(Controller.class)
            .should()
            .resideInAPackage(PAGES)
            .because("from the sub-package the compiler keeps a page off the repositories");

    @ArchTest
    final ArchRule delegatesLiveWithTheSteps = classes()
            .that()
            .areAssignableTo(JavaDelegate.class)
            .should()
            .resideInAPackage(STEPS)
            .andShould()
            .haveSimpleNameEndingWith("Delegate")
            .because("the model, the bean and the class carry the same words");

    @ArchTest
    final ArchRule nobodyKnowsTheRoot = noClasses()
            .that()
            .resideInAPackage("io.relais.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.relais")
            .because("the root knows every module, and a module that knew it would know them all");

    @ArchTest
    final ArchRule dependenciesArriveByConstructor = noFields()
            .should()
            .beAnnotatedWith(Autowired.class)
            .orShould()
            .beAnnotatedWith(Inject.class)
            .orShould()
            .beAnnotatedWith(Resource.class)
            .orShould()
            .beAnnotatedWith(Value.class)
            .because("a constructor shows what a class needs");

    @ArchTest
    final ArchRule timeIsAskedOfTheClock = noClasses()
            .should()
            .callMethodWhere(describe(
                    "they read the machine's clock",
                    call -> call.getTargetOwner().isAssignableTo(Temporal.class)
                            && call.getName().equals("now")
                            && call.getTarget().getRawParameterTypes().stream()
                                    .noneMatch(type -> type.isEquivalentTo(Clock.class))))
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callConstructor(Date.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Calendar.class)
            .because("tests turn the clock, and all instants are UTC");

    @ArchTest
    final ArchRule oldDatesAreForTheEngine = noClasses()
            .that()
            .haveNameNotMatching("io\\.relais\\.\\w+\\.\\w+Process(\\$.*)?")
            .and()
            .resideOutsideOfPackages("io.relais.cases", "io.relais.tasks", "io.relais.security")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Date.class)
            .because("only the engine's API still speaks java.util.Date");

    @ArchTest
    final ArchRule chanceIsSecure = noClasses()
            .should()
            .callConstructor(Random.class)
            .orShould()
            .callConstructor(Random.class, long.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
            .because("what is drawn here are passwords, tokens and ids");

    @ArchTest
    final ArchRule aggregatesGuardTheirStates = noMethods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(Entity.class)
            .should()
            .haveNameMatching("set[A-Z].*")
            .because("an entity changes by a verb of the business, which can refuse");

    @ArchTest
    final ArchRule versionsKnowWhatIsNew = fields().that()
            .areAnnotatedWith(Version.class)
            .should()
            .haveRawType(Long.class)
            .because(
                    "ids are given by the constructor, so an empty version is what tells Spring Data that a row is new");

    @ArchTest
    final ArchRule namesComeFromTheBusiness = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Dto")
            .orShould()
            .haveSimpleNameEndingWith("Mapper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .resideInAPackage("..impl..")
            .because("a class is a noun or verb from the same talk as its package");

    @ArchTest
    final ArchRule logsGoThroughTheLog = noClasses()
            .that(not(nameMatching("io\\.relais\\.\\w*(Application|Benchmark).*")))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("an operator reads one log");

    @Test
    void nothingIsWrittenByLombok() {
        assertThat(getClass().getResource("/lombok/Getter.class"))
                .as("what a class does stands in its source")
                .isNull();
    }

    private static ArchCondition<JavaClass> beUsedInTheirOwnPackageOnly() {
        return new ArchCondition<>("be used in their own package only") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency use : type.getDirectDependenciesToSelf()) {
                    boolean own = use.getOriginClass().getPackageName().equals(type.getPackageName());
                    events.add(new SimpleConditionEvent(use, own, use.getDescription()));
                }
            }
        };
    }
}
