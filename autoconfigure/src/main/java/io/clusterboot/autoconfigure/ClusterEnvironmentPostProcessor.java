/*
 * Copyright 2026-present the ClusterBoot authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.clusterboot.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.cluster.master.StandardOutput;
import io.clusterboot.process.CurrentProcess;
import io.clusterboot.process.InheritedChannel;
import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.spring.ConditionalOnClusterRole;
import io.clusterboot.spring.logging.LogFields;
import io.clusterboot.spring.logging.LogTagPropertySource;
import io.clusterboot.spring.logging.WorkerLogFiles;
import io.clusterboot.spring.master.ImagePreparation;
import io.clusterboot.spring.netty.NativeSupport;
import io.clusterboot.spring.settings.BoundProperties;
import io.clusterboot.spring.settings.BudgetRule;
import io.clusterboot.spring.settings.ClusterCommand;
import io.clusterboot.spring.settings.ClusterProperties;
import io.clusterboot.spring.settings.ClusterSettings;
import io.clusterboot.spring.settings.ConfigurationFiles;
import io.clusterboot.spring.settings.ContainerSources;
import io.clusterboot.spring.settings.DockerComposeSupport;
import io.clusterboot.spring.settings.ForkObstacles;
import io.clusterboot.spring.settings.HostProgram;
import io.clusterboot.spring.settings.InstanceId;
import io.clusterboot.spring.settings.LaunchNotes;
import io.clusterboot.spring.settings.ListenProperties;
import io.clusterboot.spring.settings.LogFileRule;
import io.clusterboot.spring.settings.MasterManagementPort;
import io.clusterboot.spring.settings.MetricsSettings;
import io.clusterboot.spring.settings.ServerKind;
import io.clusterboot.spring.settings.ServerThreads;
import io.clusterboot.spring.settings.UnknownKeys;
import io.clusterboot.spring.settings.WorkerCount;
import io.clusterboot.spring.settings.WorkerSettings;
import io.clusterboot.spring.settings.WorkerShare;
import io.clusterboot.spring.worker.WorkerPidFile;
import io.clusterboot.spring.worker.WorkerSession;
import org.apache.commons.logging.Log;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Decides, before anything of the application exists, whether this process is the master,
 * a worker, or standalone, and prepares the environment for it. A wrong setting, or a
 * native library that can't be used, fails the start here. A worker greets its master
 * here.
 */
class ClusterEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final String SHUTDOWN_TIMEOUT_PROPERTY = "spring.lifecycle.timeout-per-shutdown-phase";

	/**
	 * Time that the drain phase may take beyond the drain timeout, which it keeps itself.
	 */
	private static final Duration DRAIN_MARGIN = Duration.ofSeconds(1);

	private final Log logger;

	private final ConfigurableBootstrapContext bootstrapContext;

	private final Runnable nativeSupport;

	private final Supplier<HostProgram> hostProgram;

	/**
	 * The one constructor that is public is the one that Boot takes.
	 */
	public ClusterEnvironmentPostProcessor(DeferredLogFactory logFactory,
			ConfigurableBootstrapContext bootstrapContext) {
		this(logFactory, bootstrapContext, NativeSupport::verify, HostProgram::ofThisProcess);
	}

	ClusterEnvironmentPostProcessor(DeferredLogFactory logFactory, ConfigurableBootstrapContext bootstrapContext,
			Runnable nativeSupport, Supplier<HostProgram> hostProgram) {
		this.logger = logFactory.getLog(ClusterEnvironmentPostProcessor.class);
		this.bootstrapContext = bootstrapContext;
		this.nativeSupport = nativeSupport;
		this.hostProgram = hostProgram;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		CurrentProcess.get().ignoredVariables().ifPresent(this.logger::warn);
		InheritedChannel inherited = CurrentProcess.get().inheritedChannel();
		OptionalInt workerId = inherited.uniqueId();
		ClusterRole role = workerId.isPresent() ? ClusterRole.WORKER : prepareMaster(environment, application);
		if (role == ClusterRole.WORKER) {
			prepareWorker(environment, application, inherited);
		}
		addFirst(environment, Map.of(ConditionalOnClusterRole.ROLE_PROPERTY, role.name()));
	}

	private ClusterRole prepareMaster(ConfigurableEnvironment environment, SpringApplication application) {
		List<String> warnings = UnknownKeys.check(environment);
		WorkerCount count = WorkerCount.parse(environment.getProperty(WorkerCount.KEY));
		ClusterCommand command = ClusterCommand.of(environment);
		if (count.isStandalone()) {
			command.requireCluster("cluster.workers is 0 or not set");
			return ClusterRole.STANDALONE;
		}
		warnings.forEach(this.logger::warn);
		ClassLoader classLoader = application.getClassLoader();
		String obstacle = new ForkObstacles(environment, application.getWebApplicationType(), classLoader,
				this.hostProgram)
			.find();
		if (obstacle == null) {
			obstacle = new ContainerSources(application.getAllSources()).obstacle();
		}
		if (obstacle != null) {
			command.requireCluster(obstacle);
			this.logger.info("Running standalone, although cluster.workers is %s: %s"
				.formatted(environment.getProperty(WorkerCount.KEY), obstacle));
			return ClusterRole.STANDALONE;
		}
		ClusterProperties properties = BoundProperties.of(environment);
		MasterManagementPort.check(environment, application.getWebApplicationType());
		MetricsSettings.of(environment);
		properties.getHosts().check(classLoader);
		JavaCommand own = JavaCommand.ofThisProcess().prependVmOptions(ServerKind.workerOptions(classLoader));
		Map<String, String> variables = CurrentProcess.get().environment();
		ClusterSettings settings = ClusterSettings.resolve(count.resolve(properties, own, variables, classLoader),
				properties, shutdownTimeout(environment), own, variables, classLoader);
		this.nativeSupport.run();
		ClusterSettings complete = settings.withConfiguration(ConfigurationFiles.of(environment))
			.withFirstAlone(properties.getMigrations().firstAlone(environment, classLoader));
		ListenProperties listen = ListenProperties.of(environment);
		if (command == ClusterCommand.PREPARE) {
			application.addListeners(
					new ImagePreparation(complete.withVariables(listen.onLoopback().toOverridingVariables())));
		}
		else {
			useDrawn(environment, listen.drawn());
			complete = complete.withVariables(listen.toVariables());
		}
		provide("clusterSettings", ClusterSettings.class, complete);
		note(settings.notes());
		useDrawn(environment, MasterManagementPort.properties(environment, properties));
		if (properties.getBudget().getThreads() == BudgetRule.DIVIDE
				&& ServerThreads.of(environment, classLoader).sizes().isEmpty()) {
			this.logger.warn(ServerThreads.NOTHING_TO_DIVIDE);
		}
		addLast(environment,
				Map.of(LaunchNotes.ADDED_OPTIONS_PROPERTY, String.join(" ", settings.notes().addedOptions())));
		LogTagPropertySource.tag(environment, LogFields.ofMaster());
		if (properties.getLogging().getFiles() == LogFileRule.PER_SLOT) {
			WorkerLogFiles.of(environment).describe().ifPresent(this.logger::info);
		}
		StandardOutput.install();
		return ClusterRole.MASTER;
	}

	private void note(LaunchNotes notes) {
		notes.summary().ifPresent(this.logger::info);
		notes.budget().ifPresent(this.logger::debug);
		notes.warnings().forEach(this.logger::warn);
	}

	private void prepareWorker(ConfigurableEnvironment environment, SpringApplication application,
			InheritedChannel inherited) {
		WorkerPidFile.ofThisProcess().applyTo(environment);
		useDrawn(environment, ListenProperties.of(environment).adopt(CurrentProcess.get().inheritedEnvironment()));
		ClusterProperties properties = BoundProperties.of(environment);
		WorkerSettings settings = WorkerSettings.resolve(properties, shutdownTimeout(environment));
		this.nativeSupport.run();
		WorkerSession session = WorkerSession.open(inherited, settings);
		provide("clusterWorkerSession", WorkerSession.class, session);
		application.addListeners(session.endListener());
		Map<String, Object> defaults = new LinkedHashMap<>();
		defaults.put("spring.main.banner-mode", "off");
		defaults.put("spring.reactor.netty.shutdown-quiet-period", "0s");
		defaults.putAll(InstanceId.ofThisProcess().properties(CurrentProcess.get().environment()));
		addLast(environment, defaults);
		LogTagPropertySource.tag(environment, session.logFields());
		if (properties.getLogging().getFiles() == LogFileRule.PER_SLOT) {
			nameLogFiles(environment, session.slot());
		}
		addFirst(environment, Map.of(SHUTDOWN_TIMEOUT_PROPERTY, settings.drainTimeout().plus(DRAIN_MARGIN)));
		useDrawn(environment, DockerComposeSupport.of(environment, application.getClassLoader()).propertiesOfWorker());
		divideThreads(environment, ServerThreads.of(environment, application.getClassLoader()), session.share());
	}

	private void nameLogFiles(ConfigurableEnvironment environment, int slot) {
		Map<String, Object> files = WorkerLogFiles.of(environment).choose(slot);
		if (!files.isEmpty()) {
			addFirst(environment, files);
			this.logger.debug("Log files of this worker: " + files);
		}
	}

	private void divideThreads(ConfigurableEnvironment environment, ServerThreads threads, WorkerShare share) {
		if (!threads.sizes().isEmpty()) {
			addFirst(environment, threads.divide(share));
			this.logger.info(threads.describe(share));
		}
	}

	/**
	 * Make an object a bean of the context that is created later.
	 */
	private <T> void provide(String beanName, Class<T> type, T object) {
		this.bootstrapContext.register(type, InstanceSupplier.of(object));
		this.bootstrapContext.addCloseListener(
				(event) -> event.getApplicationContext().getBeanFactory().registerSingleton(beanName, object));
	}

	private static Duration shutdownTimeout(ConfigurableEnvironment environment) {
		return Binder.get(environment)
			.bind(SHUTDOWN_TIMEOUT_PROPERTY, Duration.class)
			.orElseGet(() -> new LifecycleProperties().getTimeoutPerShutdownPhase());
	}

	/**
	 * Set values for this process alone, such as those that would be drawn again whenever
	 * they are read.
	 */
	private static void useDrawn(ConfigurableEnvironment environment, Map<String, Object> values) {
		if (!values.isEmpty()) {
			addFirst(environment, values);
		}
	}

	private static void addFirst(ConfigurableEnvironment environment, Map<String, Object> properties) {
		environment.getPropertySources()
			.addFirst(new MapPropertySource("clusterboot-" + properties.keySet().iterator().next(), properties));
	}

	private static void addLast(ConfigurableEnvironment environment, Map<String, Object> properties) {
		environment.getPropertySources().addLast(new MapPropertySource("clusterboot-defaults", properties));
	}

}
