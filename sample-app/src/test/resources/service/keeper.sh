#!/bin/sh
# Stands for a service manager: keeps the sockets that it inherits, and starts a command again and again.
# keeper.sh STOP_FILE COMMAND...
stop=$1
shift
while [ ! -e "$stop" ]; do
	sh -c 'export LISTEN_PID=$$; exec "$@"' sh "$@"
done
