#!/bin/sh
# Runs systemd as PID 1 of namespaces of its own, in a control group of its own, with units from one folder only.
# Its temporary folders are its own, too: it leaves those of its services behind (PrivateTmp=yes).
# manager.sh CONTROL_GROUP UNITS JAR, in a mount namespace
set -e
top=$(findmnt -n -t cgroup2 -o TARGET | head -n 1)
group=$top/$1
mkdir "$group"
status=0
(
	echo 0 >"$group/cgroup.procs"
	exec unshare --cgroup --pid --fork --mount --mount-proc --ipc --uts --kill-child sh -ec '
		umount -R /sys/fs/cgroup
		mount -t cgroup2 cgroup2 /sys/fs/cgroup
		for folder in /run /srv /var/cache /var/log; do mount -t tmpfs -o mode=755 tmpfs $folder; done
		cp "$2" /srv/app.jar
		mkdir /run/units
		mount --bind "$1" /run/units
		for folder in /tmp /var/tmp; do mount -t tmpfs -o mode=1777 tmpfs $folder; done
		mkdir -p "$1"
		mount --bind /run/units "$1"
		export container=clusterboot SYSTEMD_UNIT_PATH="$1"
		systemd=/lib/systemd/systemd
		exec $systemd --system --unit=test.target --log-target=console --show-status=no' sh "$2" "$3"
) || status=$?
find "$group" -depth -type d -exec rmdir {} +
exit $status
