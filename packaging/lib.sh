# shellcheck shell=bash disable=SC2034
# Paths and small helpers shared by the scripts of this folder. Sourced, never run.

export HOME=${HOME:-~} # some services start without HOME; bash then takes it from the user database
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Large downloads live outside the source tree, so that every clone shares them.
cache_dir=${TOUCHSTONE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/touchstone}
models_dir=${TOUCHSTONE_MODELS:-${XDG_DATA_HOME:-$HOME/.local/share}/touchstone/models}
libtorch_dir=${TOUCHSTONE_LIBTORCH:-$cache_dir/libtorch-2.15.0}
jobs=${TOUCHSTONE_JOBS:-2} # a file that includes torch costs 1.3 GB of memory to compile

say() { printf '%s\n' "$@"; } # each argument is a line
warn() { printf 'warning: %s\n' "$*" >&2; }

# die CODE MESSAGE...
die() {
  local code=$1
  shift
  printf 'error: %s\n' "$*" >&2
  exit "$code"
}

# Prints the comment block at the top of the calling script as its help text.
usage() { sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; }

# step NAME starts a step, step_done MESSAGE ends it with its duration.
step() {
  step_began=$SECONDS
  say "$1"
}
step_done() { say "  $1 ($((SECONDS - step_began)) s)"; }

has_nvidia_gpu() { [ -e /dev/nvidia0 ] || { command -v nvidia-smi >/dev/null && nvidia-smi -L >/dev/null 2>&1; }; }
