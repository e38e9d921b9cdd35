/* The limit: two processes, a pair of sockets, blocking reads and writes. ping-pong <size> <warm-up ms> <measured ms> */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char message[65536];
static unsigned times[4 * 1024 * 1024];

static long long now(void) {
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int receive(int fd, size_t size) {
	for (size_t received = 0; received < size;) {
		ssize_t count = read(fd, message + received, size - received);
		if (count <= 0) {
			return 0;
		}
		received += count;
	}
	return 1;
}

static double cpu(int who) {
	struct rusage usage;
	getrusage(who, &usage);
	return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static int ascending(const void *a, const void *b) {
	unsigned x = *(const unsigned *) a;
	unsigned y = *(const unsigned *) b;
	return (x > y) - (x < y);
}

int main(int argc, char **argv) {
	int ends[2];
	if (argc != 4 || socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
		return 1;
	}
	size_t size = atol(argv[1]);
	pid_t child = fork();
	if (child == 0) {
		close(ends[0]);
		while (receive(ends[1], size) && write(ends[1], message, size) == (ssize_t) size) {
		}
		return 0;
	}
	close(ends[1]);
	double rate = 0;
	size_t count = 0;
	size_t total = 0;
	for (int phase = 2; phase <= 3; phase++) {
		long long start = now();
		long long end = start + atoll(argv[phase]) * 1000000LL;
		long long last = start;
		for (count = 0; last < end && count < sizeof(times) / sizeof(times[0]); count++) {
			if (write(ends[0], message, size) != (ssize_t) size || !receive(ends[0], size)) {
				return 1;
			}
			long long time = now();
			times[count] = (unsigned) (time - last);
			last = time;
		}
		total += count;
		rate = count * 1e9 / (last - start);
	}
	close(ends[0]);
	waitpid(child, NULL, 0);
	double micros = (cpu(RUSAGE_SELF) + cpu(RUSAGE_CHILDREN)) / total;
	qsort(times, count, sizeof(times[0]), ascending);
	printf("{\"rate\":%.1f,\"cpu\":%.2f,\"p50\":%.1f,\"p99\":%.1f}\n", rate, micros, times[count / 2] / 1e3,
			times[count * 99 / 100] / 1e3);
	return 0;
}
