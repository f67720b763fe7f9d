#!/bin/sh
# Runs a command in what a container is made of, without Docker: the image at /app on a root file system that nobody
# may write to, /tmp to write in, a user who is not root and may become nobody else.
#
#   container.sh <empty folder> <image> <folder of the Node.js program> <command> [argument …]
#
# The folder becomes the root file system, for this command alone. Needs Linux, and the right to mount: as root, or
# where users may make namespaces of their own. POSTGRES_CA_FILE is found at its own path.
set -eu

if [ "${IN_NAMESPACE:-}" = "" ]; then
  # Whoever is not root is root in a namespace of its own, and still nobody outside it.
  [ "$(id -u)" = 0 ] && own_user='' || own_user=--map-root-user
  export IN_NAMESPACE=${own_user:-root}
  # shellcheck disable=SC2086 # nothing, or one word
  exec unshare --mount $own_user --propagation private sh "$0" "$@"
fi

root=$1 image=$2 node=$3
shift 3

read_only() {
  mkdir -p "$root$2"
  mount --bind "$1" "$root$2"
  mount -o remount,bind,ro "$root$2"
}

mount -t tmpfs -o mode=755 tmpfs "$root"
for name in usr bin sbin lib lib32 lib64 etc; do
  if [ -L "/$name" ]; then
    cp -P "/$name" "$root/$name"
  elif [ -d "/$name" ]; then
    read_only "/$name" "/$name"
  fi
done
read_only "$image" /app
read_only "$node" /node
mkdir -p "$root/proc" "$root/dev" "$root/tmp"
mount --rbind /proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
# After /tmp, which it may lie in.
if [ -n "${POSTGRES_CA_FILE:-}" ]; then
  read_only "$(dirname "$POSTGRES_CA_FILE")" "$(dirname "$POSTGRES_CA_FILE")"
fi
mount -o remount,bind,ro "$root"

# The user `node` of the image.
[ "$IN_NAMESPACE" = root ] && user='--reuid=1000 --regid=1000 --clear-groups' || user=''
unset IN_NAMESPACE
PATH=/node:/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp TMPDIR=/tmp
export PATH HOME TMPDIR
# It ends with whoever started it, and it keeps this process' number: signals reach it.
# shellcheck disable=SC2086 # words
exec chroot "$root" setpriv $user --no-new-privs --inh-caps=-all --bounding-set=-all --pdeathsig=KILL \
  sh -c 'cd /app && exec "$@"' sh "$@"
