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

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The page of the cluster, in a browser.
 */
class PageIT {

	private static final Duration DEADLINE = Duration.ofSeconds(90);

	@TempDir
	private Path directory;

	private ChromeDriver browser;

	@BeforeEach
	void openBrowser() {
		Optional<File> driver = find("chromedriver");
		Optional<File> chromium = find("chromium", "chromium-browser", "google-chrome");
		assumeTrue(driver.isPresent() && chromium.isPresent(), "Missing tool: chromium with chromedriver");
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions().setBinary(chromium.orElseThrow())
			.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
					"--disable-background-networking", "--window-size=1280,1000",
					"--user-data-dir=" + this.directory.resolve("profile"));
		options.setCapability("goog:loggingPrefs", logs);
		this.browser = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(driver.orElseThrow())
			.usingAnyFreePort()
			.build(), options);
	}

	private static Optional<File> find(String... names) {
		return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
			.flatMap((folder) -> Arrays.stream(names).map((name) -> new File(folder, name)))
			.filter(File::canExecute)
			.findFirst();
	}

	@AfterEach
	void closeBrowser() {
		if (this.browser != null) {
			this.browser.quit();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REACTOR_NETTY", "TOMCAT" })
	@Timeout(value = 6, unit = TimeUnit.MINUTES)
	void showsAndOperatesTheCluster(SampleServer server) throws Exception {
		try (SampleProcess sample = start(server, "unrestricted")) {
			List<Worker> workers = sample.awaitServing();
			open(sample);
			await(() -> cards().size() == 2 && text("live").equals("live"));
			assertThat(cards()).extracting(WebElement::getText)
				.allSatisfy((card) -> assertThat(card).contains("ready", "Requests/s", "Heap"));
			assertThat(text("summary")).contains("serving", "2 of 2 ready", "generation 0");
			await(() -> text("summary").matches(".* worker \\d+ leads .*"));
			followsTheTraffic(sample);
			cancels(workers);
			quarantinesByKeyboard(workers.get(0));
			await(() -> cards().size() == 3);
			click("Release worker " + workers.get(0).id());
			confirm();
			await(() -> cards().size() == 2);
			scales();
			rolls();
			kills(sample);
			screenshots(server);
			assertThat(severe()).isEmpty();
			sample.client().servedByOnNewConnection("/");
		}
	}

	@ParameterizedTest
	@EnumSource(names = "REACTOR_NETTY")
	@Timeout(value = 3, unit = TimeUnit.MINUTES)
	void offersNoOperationThatIsNotAllowed(SampleServer server) throws Exception {
		try (SampleProcess sample = start(server, "read-only")) {
			sample.awaitServing();
			open(sample);
			await(() -> cards().size() == 2);
			assertThat(this.browser.findElements(By.cssSelector(".card button"))).isEmpty();
			assertThat(this.browser.findElement(By.id("changes")).isDisplayed()).isFalse();
			startPageOfTheSample(sample);
			assertThat(severe()).isEmpty();
		}
	}

	private void startPageOfTheSample(SampleProcess sample) {
		this.browser.get("http://127.0.0.1:%d/".formatted(sample.port()));
		await(() -> text("workers").lines().count() == 2);
		await(() -> text("leader").matches("(?s).*worker \\d+, pid \\d+ leads, epoch \\d+, and runs the job.*"));
		await(() -> text("price").matches("computation \\d+ of pid \\d+"));
		this.browser.findElement(By.cssSelector("#publish button")).click();
		await(() -> text("news").matches("(?s)hello \\(published by pid \\d+\\).*"));
	}

	private SampleProcess start(SampleServer server, String access) {
		return server.sample()
			.workers(2)
			.arguments("--management.endpoints.web.exposure.include=*",
					"--management.endpoint.cluster.access=" + access, "--cluster.rolling.canary-time=500ms",
					"--cluster.drain-grace=100ms", "--cluster.thread-dump-directory=" + this.directory)
			.start();
	}

	private void open(SampleProcess sample) {
		this.browser.get("http://127.0.0.1:%d/actuator/cluster/page".formatted(sample.port()));
	}

	private void followsTheTraffic(SampleProcess sample) throws Exception {
		for (int i = 0; i < 20; i++) {
			sample.client().servedByOnNewConnection("/");
		}
		await(() -> cards().stream()
			.map(WebElement::getText)
			.anyMatch((card) -> card.matches("(?s).*Requests\n[1-9].*")));
	}

	private void cancels(List<Worker> workers) {
		click("Restart worker " + workers.get(1).id());
		await(() -> this.browser.findElement(By.id("confirm")).isDisplayed());
		this.browser.findElement(By.id("no")).click();
		await(() -> !this.browser.findElement(By.id("confirm")).isDisplayed());
		assertThat(text("outcome")).isEmpty();
	}

	private void quarantinesByKeyboard(Worker worker) {
		WebElement button = button("Quarantine worker " + worker.id());
		button.sendKeys(Keys.ENTER);
		await(() -> this.browser.findElement(By.id("confirm")).isDisplayed());
		assertThat(text("question")).contains("out of rotation");
		// The safe answer has the focus
		assertThat(this.browser.switchTo().activeElement().getDomAttribute("id")).isEqualTo("no");
		this.browser.switchTo().activeElement().sendKeys(Keys.chord(Keys.SHIFT, Keys.TAB));
		this.browser.switchTo().activeElement().sendKeys(Keys.ENTER);
		await(() -> text("outcome").contains("is out of rotation"));
	}

	private void scales() {
		WebElement size = this.browser.findElement(By.id("size"));
		size.clear();
		size.sendKeys("3", Keys.ENTER);
		confirm();
		await(() -> text("outcome").equals("The cluster has 3 workers") && cards().size() == 3);
	}

	private void rolls() {
		this.browser.findElement(By.id("roll")).click();
		confirm();
		await(() -> this.browser.findElement(By.id("rolling")).isDisplayed());
		await(() -> text("outcome").matches("Rolling restart to generation 1 finished after .*: 3 workers replaced"));
		await(() -> text("summary").contains("generation 1") && cards().size() == 3);
	}

	private void kills(SampleProcess sample) {
		Worker victim = sample.workers().get(0);
		ProcessHandle.of(victim.pid()).orElseThrow().destroyForcibly();
		await(() -> text("events").contains("SIGKILL"));
	}

	private void screenshots(SampleServer server) throws IOException {
		Path folder = Files.createDirectories(Path.of("target", "screenshots"));
		for (String scheme : List.of("light", "dark")) {
			this.browser.executeCdpCommand("Emulation.setEmulatedMedia",
					Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
			Files.write(folder.resolve("page-%s-%s.png".formatted(server.name().toLowerCase(Locale.ROOT), scheme)),
					this.browser.getScreenshotAs(OutputType.BYTES));
		}
	}

	/**
	 * Return what the browser complains of, but for connections that end with a worker.
	 */
	private List<String> severe() {
		return this.browser.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map(LogEntry::getMessage)
			.filter((message) -> !message.contains("net::ERR_") && !message.contains("favicon.ico"))
			.toList();
	}

	private void click(String label) {
		await(() -> button(label) != null);
		button(label).click();
	}

	private void confirm() {
		await(() -> this.browser.findElement(By.id("confirm")).isDisplayed());
		this.browser.findElement(By.id("yes")).click();
	}

	private WebElement button(String label) {
		return this.browser.findElements(By.cssSelector("button[aria-label='%s']".formatted(label)))
			.stream()
			.findFirst()
			.orElse(null);
	}

	private List<WebElement> cards() {
		return this.browser.findElements(By.cssSelector("#workers > li"));
	}

	private String text(String id) {
		return this.browser.findElement(By.id(id)).getText();
	}

	private void await(Condition condition) {
		new WebDriverWait(this.browser, DEADLINE, Duration.ofMillis(100)).ignoring(StaleElementReferenceException.class)
			.withMessage(() -> "the page shows: " + this.browser.findElement(By.tagName("body")).getText())
			.until((driver) -> condition.holds());
	}

	/**
	 * Something that the page is to show.
	 */
	@FunctionalInterface
	private interface Condition {

		boolean holds();

	}

}
