pidfile "tmp/pids/server.pid"
