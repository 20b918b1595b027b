# Sourced by ./dev: makes sure that the Debian packages of some groups of tools/packages.txt are installed.

packages_of() {
  local group
  for group in "$@"; do
    awk -v group="[$group]" '/^\[/ { inside = ($0 == group); next } inside && NF && !/^#/ { print $1 }' tools/packages.txt
  done | sort -u
}

missing_packages() {
  local installed
  # dpkg-query fails when it does not know a package, which is an answer here. A package that another one provides is there too: some
  # builds of nodejs bring npm along.
  installed=$(
    dpkg-query -W -f='${db:Status-Status} ${Package}\n' $(packages_of "$@") 2>/dev/null | awk '$1 == "installed" { print $2 }' || true
    dpkg-query -W -f='${db:Status-Status} ${Provides}\n' $(packages_of "$@") 2>/dev/null |
      awk '$1 == "installed" { for (i = 2; i <= NF; ++i) if ($i !~ /[()]/) { sub(/,$/, "", $i); print $i } }' || true
  )
  comm -23 <(packages_of "$@") <(sort -u <<<"$installed")
}

# A package that brings a service must not start it here, nor leave it for the next boot: we run programs by our own settings only.
install_quietly() {
  local as_root=("$@")
  local guard=/usr/sbin/policy-rc.d
  local nginx_was_there=yes guard_is_ours=no status=0
  command -v /usr/sbin/nginx >/dev/null || nginx_was_there=no
  if [[ ! -e $guard ]]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$guard" >/dev/null
    "${as_root[@]}" chmod +x "$guard"
    guard_is_ours=yes
  fi
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 \
    apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 $missing || status=$?
  if [[ $guard_is_ours == yes ]]; then "${as_root[@]}" rm -f "$guard"; fi
  if [[ $nginx_was_there == no && -x /usr/sbin/nginx ]] && command -v systemctl >/dev/null; then
    "${as_root[@]}" systemctl disable -q nginx 2>/dev/null || true
  fi
  return "$status"
}

need_packages() {
  if ! command -v dpkg-query >/dev/null; then
    note "This is no Debian: install what matches the groups [$*] of tools/packages.txt yourself. Going on as if it were there."
    return
  fi
  local missing as_root=()
  missing=$(missing_packages "$@")
  [[ -n $missing ]] || return 0
  missing=$(tr '\n' ' ' <<<"$missing")
  if [[ $(id -u) != 0 ]]; then
    command -v sudo >/dev/null || fail "these Debian packages are missing: $missing
Run as root (there is no sudo here): apt-get update && apt-get install --no-install-recommends $missing"
    as_root=(sudo)
  fi
  note "Installing Debian packages: $missing"
  "${as_root[@]}" apt-get update -qq -o DPkg::Lock::Timeout=300 || fail "apt-get update failed: is there a network?"
  install_quietly "${as_root[@]}" || fail "apt-get could not install: $missing
Tenon is built on Debian 12 (bookworm); other releases name some packages differently."
}
