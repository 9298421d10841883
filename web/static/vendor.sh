#!/bin/sh
# Fetch the vendored scripts again, from the registry npm is configured for, and write the manifest.
# Run by hand when a version changes; nothing here runs when the site does.
set -eu
version=${1:-2.0.11}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent "htmx.org@$version" >/dev/null
tar -xzf "htmx.org-$version.tgz"
mkdir -p "$here/vendor"
cp package/dist/htmx.min.js "$here/vendor/htmx.min.js"
cp package/LICENSE "$here/vendor/htmx.LICENSE"
sum=$(sha256sum "$here/vendor/htmx.min.js" | cut -d' ' -f1)
cat >"$here/vendor/manifest.json" <<END
[
  {
    "file": "htmx.min.js",
    "name": "htmx.org",
    "version": "$version",
    "sha256": "$sum",
    "license": "0BSD"
  }
]
END
