#!/bin/sh
# Fetch the vendored scripts again, from the registry npm is configured for, and write the manifest.
# Run by hand when a version changes; nothing here runs when the site does.
set -eu
htmx=2.0.11
core=1.9.0    # @hpke/core: the cipher suite of RFC 9180 on WebCrypto
kem=1.8.0     # @hpke/dhkem-x25519: X25519 in script, for browsers whose WebCrypto lacks it
common=1.10.1 # @hpke/common: what both are made of
esbuild=0.28.2
here=$(cd "$(dirname "$0")" && pwd)
vendor="$here/vendor"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir -p "$vendor" node_modules/@hpke tools

unpack() { # package version folder
    npm pack --silent "$1@$2" | tail -1 >packed
    mkdir -p "$3"
    tar -xzf "$(cat packed)" -C "$3" --strip-components 1
}

unpack htmx.org "$htmx" htmx
cp htmx/dist/htmx.min.js "$vendor/htmx.min.js"
cp htmx/LICENSE "$vendor/htmx.LICENSE"

unpack @hpke/core "$core" node_modules/@hpke/core
unpack @hpke/dhkem-x25519 "$kem" node_modules/@hpke/dhkem-x25519
unpack @hpke/common "$common" node_modules/@hpke/common
unpack @esbuild/linux-x64 "$esbuild" tools
cat >entry.js <<'END'
export { Aes128Gcm, Aes256Gcm, CipherSuite, HkdfSha256 } from "@hpke/core"; // 128: of the RFC's vectors
export { DhkemX25519HkdfSha256 } from "@hpke/dhkem-x25519";
END
# One readable file: a page trusts it by one hash, and anybody can compare it with the packages.
tools/bin/esbuild entry.js --bundle --format=esm --target=es2022 --charset=utf8 --external:crypto \
    --legal-comments=inline --log-level=warning --outfile="$vendor/hpke.js"
cp node_modules/@hpke/core/LICENSE "$vendor/hpke.LICENSE"

sum() { sha256sum "$vendor/$1" | cut -d' ' -f1; }
cat >"$vendor/manifest.json" <<END
[
  {
    "file": "htmx.min.js",
    "name": "htmx.org",
    "version": "$htmx",
    "sha256": "$(sum htmx.min.js)",
    "license": "0BSD"
  },
  {
    "file": "hpke.js",
    "name": "@hpke/core, @hpke/dhkem-x25519, @hpke/common",
    "version": "$core, $kem, $common",
    "sha256": "$(sum hpke.js)",
    "license": "MIT"
  }
]
END
