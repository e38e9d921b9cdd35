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

package io.clusterboot.sample;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.clusterboot.test.TestCluster;
import io.clusterboot.test.WorkerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Messages between the processes of the packaged sample.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class MessagingIT {

	private static final int WORKERS = 3;

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final JsonMapper JSON = new JsonMapper();

	private static TestCluster cluster;

	@BeforeAll
	static void start() {
		cluster = SampleCommand.sample().arguments("--cluster.worker.max-heap=96MB").cluster().workers(WORKERS).start();
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	private static SampleClient client() {
		return new SampleClient(cluster.port());
	}

	@Test
	void newsAreHeardOnceInAllProcessesAndInOrder() {
		int position = cluster.output().position();
		assertThat(client().post("/news?text=spring&n=200", "").statusCode()).isEqualTo(204);
		List<String> expected = IntStream.rangeClosed(1, 200).mapToObj((i) -> "spring" + i).toList();
		await().atMost(DEADLINE)
			.untilAsserted(() -> assertThat(newsByProcess("spring")).hasSize(WORKERS)
				.allSatisfy((pid, news) -> assertThat(news).isEqualTo(expected)));
		cluster.output().await(position, Pattern.compile("News from \\d+: spring200"), DEADLINE);
		assertThat(cluster.output().all().stream().skip(position).filter((line) -> line.contains(": spring")))
			.hasSize(200);
	}

	@Test
	void allWorkersAreAskedAndOneThatDiesIsNamed() {
		List<WorkerProcess> workers = cluster.awaitReady().workers();
		List<MessageController.Reply> replies = replies();
		assertThat(replies).extracting(MessageController.Reply::reply)
			.extracting(ServedBy::pid)
			.containsExactlyInAnyOrderElementsOf(workers.stream().map(WorkerProcess::pid).toList());
		WorkerProcess victim = workers.get(1);
		victim.freeze();
		assertThat(replies()).anySatisfy((reply) -> {
			assertThat(reply.worker()).isEqualTo(victim.id());
			assertThat(reply.failure()).isEqualTo("no answer within 10000 ms");
		}).filteredOn((reply) -> reply.failure() == null).hasSize(WORKERS - 1);
		victim.kill();
		WorkerProcess next = cluster.awaitReady().worker(1);
		assertThat(next).isNotEqualTo(victim);
		assertThat(client().get("/who?worker=" + next.id()).body()).contains("\"pid\":" + next.pid());
		assertThat(client().get("/who?worker=" + victim.id()).statusCode()).isEqualTo(500);
	}

	@Test
	void priceThatIsEvictedInOneWorkerIsEvictedInAll() {
		Map<Long, Integer> before = computations();
		assertThat(computations()).isEqualTo(before);
		HttpRequest eviction = HttpRequest.newBuilder(client().uri("/price?item=tea"))
			.timeout(DEADLINE)
			.DELETE()
			.build();
		assertThat(client().http().sendAsync(eviction, HttpResponse.BodyHandlers.discarding()).join())
			.extracting(HttpResponse::statusCode)
			.isEqualTo(204);
		await().atMost(DEADLINE)
			.untilAsserted(() -> assertThat(computations()).hasSameSizeAs(before)
				.allSatisfy((pid, computation) -> assertThat(computation).isEqualTo(before.get(pid) + 1)));
	}

	/**
	 * Return which computation each worker has in its cache.
	 */
	private static Map<Long, Integer> computations() {
		Map<Long, Integer> computations = new TreeMap<>();
		for (int i = 0; i < 100 && computations.size() < WORKERS; i++) {
			SampleClient.Answer answer = client().getOnNewConnection("/price?item=tea");
			Prices.Price price = JSON.readValue(answer.body(), Prices.Price.class);
			assertThat(pid(answer)).isEqualTo(price.pid());
			computations.put(price.pid(), price.computation());
		}
		assertThat(computations).hasSize(WORKERS);
		return computations;
	}

	@Test
	void oneWorkerLeadsAndRunsTheJob() {
		await().atMost(DEADLINE)
			.untilAsserted(() -> assertThat(leading()).hasSize(WORKERS)
				.filteredOn((worker) -> worker.epoch() != null)
				.singleElement()
				.matches(LeaderController.Leading::jobRuns));
	}

	@Test
	void browsersAreAnsweredWithTheStartPage() {
		HttpResponse<String> page = client().http()
			.sendAsync(HttpRequest.newBuilder(client().uri("/"))
				.header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
				.build(), HttpResponse.BodyHandlers.ofString())
			.join();
		assertThat(page.headers().firstValue("content-type").orElse("")).startsWith("text/html");
		assertThat(page.body()).contains("ask all workers", "A broadcast", "A cache", "A leader");
		assertThat(client().getOnNewConnection("/").body()).startsWith("{\"application\"");
	}

	private static List<LeaderController.Leading> leading() {
		return JSON.readValue(client().getOnNewConnection("/leader").body(), new TypeReference<>() {
		});
	}

	private static List<MessageController.Reply> replies() {
		return JSON.readValue(client().getOnNewConnection("/workers").body(), new TypeReference<>() {
		});
	}

	/**
	 * Return what each worker has heard, asking on new connections until all have
	 * answered.
	 */
	private static Map<Long, List<String>> newsByProcess(String text) {
		Map<Long, List<String>> news = new TreeMap<>();
		for (int i = 0; i < 100 && news.size() < WORKERS; i++) {
			SampleClient.Answer answer = client().getOnNewConnection("/news");
			List<News> heard = JSON.readValue(answer.body(), new TypeReference<>() {
			});
			news.put(pid(answer), heard.stream().map(News::text).filter((line) -> line.startsWith(text)).toList());
		}
		return news;
	}

	private static long pid(SampleClient.Answer answer) {
		return answer.head()
			.lines()
			.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith(ConnectionTrace.PID_HEADER + ":"))
			.map((line) -> Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
			.findFirst()
			.orElseThrow();
	}

}
