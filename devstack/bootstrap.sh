#!/bin/sh
# Makes .venv hold exactly what uv.lock says. Quick when nothing changed.
#
# Needs one of: a working uv; any Python with venv or pip (uv is then installed into .uv/ here).
# Plain POSIX sh: runs under dash and under macOS's /bin/sh.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

# By content, not by time (git changes times), and with the folder: scripts in .venv/bin name it.
fingerprint() {
    printf '%s\n' "$PWD"
    cksum uv.lock pyproject.toml
}

works() { "$@" >/dev/null 2>&1; }

# The absolute path of the first interpreter that starts and is new enough ($1 is a version
# tuple). Shims and stubs (pyenv's, macOS's) exist without working, so each is asked.
find_python() {
    for candidate in python3.13 python3.14 python3.12 python3 python \
        "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.*/bin/python \
        /usr/local/bin/python3 /opt/homebrew/bin/python3 /usr/bin/python3; do
        "$candidate" -c "
import sys
sys.exit(1) if sys.version_info < $1 else print(sys.executable)" 2>/dev/null && return
    done
    return 1
}

install_uv() {
    installer=$(find_python '(3, 12)') || installer=$(find_python '(3, 8)') || return 1
    say "uv: installing into .uv/ with $installer"
    rm -rf .uv
    # Debian's python3 comes without the part of venv that installs pip.
    { works "$installer" -m venv .uv && .uv/bin/python -m pip install --quiet uv; } ||
        { rm -rf .uv && "$installer" -m pip install --quiet --target .uv uv; }
}

find_uv() {
    for candidate in uv .uv/bin/uv "$HOME/.local/bin/uv" "$HOME/.cargo/bin/uv"; do
        if works "$candidate" --version; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

stamp=.venv/.synced
if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$(fingerprint)" ] &&
    works .venv/bin/python --version; then
    exit 0
fi

uv=$(find_uv) || { install_uv && uv=$(find_uv); } || {
    echo "VideoPlanet needs uv or a Python with pip, and found neither (or no way to install uv)." >&2
    echo "Install uv, https://docs.astral.sh/uv/getting-started/installation/, then try again." >&2
    exit 1
}

# Another folder's environment (a clone that was moved or copied) would run that folder's scripts.
case "$(cat "$stamp" 2>/dev/null)" in
"" | "$PWD
"*) ;;
*) rm -rf .venv ;;
esac

unset VIRTUAL_ENV # of the shell that we were called from
UV_PROJECT_ENVIRONMENT=.venv
export UV_PROJECT_ENVIRONMENT

if works .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 12))'; then
    set --
elif python=$(find_python '(3, 12)'); then
    set -- --python "$python"
else
    set -- --python '>=3.12,<3.15' # uv finds or fetches one (pyyaml has no wheel for 3.15)
fi
say "uv: installing what uv.lock lists into .venv/"
"$uv" sync --frozen --quiet "$@" || {
    echo "Installing failed, see above. (Python 3.12 to 3.14 is needed; uv fetches one if it can.)" >&2
    exit 1
}
# `pytest` alone, not only `python -m pytest`, must find devstack and the apps.
.venv/bin/python -c "
import pathlib, sys, sysconfig
pathlib.Path(sysconfig.get_path('purelib'), 'videoplanet.pth').write_text(sys.argv[1])" "$PWD"
fingerprint >"$stamp"
