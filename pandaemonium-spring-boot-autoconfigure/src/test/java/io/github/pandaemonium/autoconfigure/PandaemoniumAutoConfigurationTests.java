package io.github.pandaemonium.autoconfigure;

import io.github.pandaemonium.context.DaemonLifecycle;
import io.github.pandaemonium.context.PandaemoniumProperties;
import io.github.pandaemonium.daemon.DaemonMode;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PandaemoniumAutoConfiguration}.
 */
class PandaemoniumAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PandaemoniumAutoConfiguration.class));

	@Test
	void isAmongTheAutoConfigurations() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, null))
			.contains(PandaemoniumAutoConfiguration.class.getName());
	}

	@Test
	void applicationThatIsNoDaemonHasALifecycleThatSaysSo() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(DaemonLifecycle.class);
			assertThat(context.getBean(DaemonLifecycle.class).getMode()).isEqualTo(DaemonMode.NONE);
		});
	}

	@Test
	void backsOffWhereTheDaemonHasOneAlready() {
		DaemonLifecycle lifecycle = DaemonLifecycle.none();
		this.runner
			.withInitializer((context) -> context.getBeanFactory().registerSingleton("daemonLifecycle", lifecycle))
			.run((context) -> {
				assertThat(context).hasSingleBean(DaemonLifecycle.class);
				assertThat(context.getBean(DaemonLifecycle.class)).isSameAs(lifecycle);
			});
	}

	@Test
	void backsOffWhereTheApplicationHasOneOfAnotherName() {
		this.runner.withBean("own", DaemonLifecycle.class, DaemonLifecycle::none)
			.run((context) -> assertThat(context).hasSingleBean(DaemonLifecycle.class)
				.doesNotHaveBean("daemonLifecycle"));
	}

	@Test
	void propertiesAreBound() {
		this.runner.withPropertyValues("pandaemonium.user=shop")
			.run((context) -> assertThat(context.getBean(PandaemoniumProperties.class).user()).isEqualTo("shop"));
	}

}
