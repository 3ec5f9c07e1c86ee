# Sourced by other scripts: engine_up sees to a Docker engine and exports DOCKER_HOST where it had to start one of its
# own; engine_down ends that one again.
engine=
engine_folder=

engine_answers() { curl --silent --fail --max-time 2 --unix-socket "$1" http://docker/_ping >/dev/null 2>&1; }

engine_down() {
  if [ -n "$engine" ]; then
    kill "$engine" 2>/dev/null && wait "$engine" 2>/dev/null || true
  fi
  if [ -n "$engine_folder" ]; then
    rm -rf "$engine_folder" || true
  fi
}

engine_up() {
  if [ -n "${DOCKER_HOST:-}" ] || engine_answers /var/run/docker.sock; then
    return 0
  fi
  engine_folder=$(mktemp -d /tmp/hub-engine.XXXXXX)
  echo "Starting a Docker engine of its own." >&2
  trap engine_down EXIT
  dockerd --data-root "$engine_folder/data" --exec-root "$engine_folder/exec" -H "unix://$engine_folder/docker.sock" \
    --pidfile "$engine_folder/pid" >"$engine_folder/log" 2>&1 &
  engine=$!
  for _ in $(seq 60); do
    engine_answers "$engine_folder/docker.sock" && break
    sleep 0.5
  done
  if ! engine_answers "$engine_folder/docker.sock"; then
    tail -n 30 "$engine_folder/log" >&2
    echo "The Docker engine did not start." >&2
    exit 1
  fi
  export DOCKER_HOST="unix://$engine_folder/docker.sock"
}
