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

package io.clusterboot.spring.master;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.clusterboot.spring.settings.MasterManagementPort;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.Lifecycle;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.env.Environment;

/**
 * Starts and stops in the master the web server, which represents the cluster, the
 * actuator's own server if the master has a port for it, and the life-cycle beans of the
 * application that belong to the master. All others (message listeners, schedulers,
 * further servers) would do the work of the workers there.
 */
public final class MasterLifecycleProcessor extends DefaultLifecycleProcessor {

	private static final Set<String> WEB_SERVER = Set.of("webServerGracefulShutdown", "webServerStartStop");

	private static final String MANAGEMENT_SERVER = "childManagementContextInitializer";

	private final boolean serves;

	private @Nullable ConfigurableListableBeanFactory beanFactory;

	/**
	 * Create a new instance.
	 * @param environment says whether the master serves the actuator's endpoints
	 */
	MasterLifecycleProcessor(Environment environment) {
		this.serves = MasterManagementPort.isPresent(environment);
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		super.setBeanFactory(beanFactory);
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
	}

	@Override
	protected Map<String, Lifecycle> getLifecycleBeans() {
		Map<String, Lifecycle> beans = new LinkedHashMap<>();
		if (this.beanFactory != null) {
			MasterBeans masterBeans = new MasterBeans(this.beanFactory);
			for (String name : this.beanFactory.getBeanNamesForType(Lifecycle.class, false, false)) {
				if (WEB_SERVER.contains(name) || (this.serves && name.endsWith(MANAGEMENT_SERVER))
						|| masterBeans.belong(name)) {
					Lifecycle bean = this.beanFactory.getBean(name, Lifecycle.class);
					if (bean != this) {
						beans.put(name, bean);
					}
				}
			}
		}
		return beans;
	}

}
