#!/bin/sh
# Lays out what the portal's image holds, in two steps: packages, which change seldom, then the portal itself.
# The Dockerfile runs it, and `npm run assemble` runs the same on a machine without Docker.
#
#   sh assemble.sh packages|portal <checkout> <target>
#
# Needs Node.js, Yarn (as YARN, default `yarn`) and tar, and in the checkout the result of
# `backstage-cli package build` in packages/backend.
set -eu
step=$1
checkout=$(cd "$2" && pwd)
mkdir -p "$3"
target=$(cd "$3" && pwd)

case $step in
packages)
  cp "$checkout/package.json" "$checkout/yarn.lock" "$checkout/.yarnrc.yml" "$checkout/backstage.json" "$target"
  tar -xzf "$checkout/packages/backend/dist/skeleton.tar.gz" -C "$target"
  cd "$target"
  # Without development dependencies, and without the packages that a backend does not load.
  ${YARN:-yarn} workspaces focus --all --production
  ;;
portal)
  tar -xzf "$checkout/packages/backend/dist/bundle.tar.gz" -C "$target"
  cp "$checkout/app-config.yaml" "$checkout/app-config.production.yaml" "$target"
  # Yours: projects, catalog, whatever differs from one company to the next.
  if [ -f "$checkout/app-config.deployment.yaml" ]; then
    cp "$checkout/app-config.deployment.yaml" "$target"
  fi
  cp "$checkout/packages/backend/image/start.mjs" "$checkout/packages/backend/image/prepareDatabase.mjs" "$target"
  node "$checkout/packages/backend/image/rdsAuthorities.mjs" "$target" >"$target/rds-authorities.pem"
  ;;
*)
  echo "There is no step '$step'; there are packages and portal." >&2
  exit 2
  ;;
esac
# The archives carry a folder that only its owner may enter, and the portal does not run as its owner.
chmod 755 "$target"
