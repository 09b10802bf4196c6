# Sourced by ./run and ./test, at the root of the repository. Installs what is missing, by package
# name, and says nothing when nothing is missing. Where it lacks the right, or a step is refused, it
# says so in a sentence and goes on: what cannot be done without will fail by its own name.
#
# NEEDS is "run" or "test".

PATH="$PATH:$HOME/.cargo/bin"

say() {
    printf '%s\n' "$@" >&2
}

have() {
    command -v "$1" > /dev/null 2>&1
}

# Any of these files exists.
any() {
    for file in "$@"; do
        if [ -e "$file" ]; then
            return 0
        fi
    done
    return 1
}

# The Debian packages whose programs are not here.
missing_packages() {
    have cc || printf 'build-essential '
    have pkg-config || printf 'pkg-config '
    have node || printf 'nodejs '
    have npm || printf 'npm '
    if [ "$NEEDS" = test ]; then
        have chromium || printf 'chromium '
        any /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc || printf 'fonts-noto-cjk '
        any /usr/lib/postgresql/*/bin/initdb || have initdb || printf 'postgresql '
        have pdftotext || printf 'poppler-utils '
        have strace || printf 'strace '
        # the property tester of the partners' interface, and the worked clients
        python3 -c 'import ensurepip' 2> /dev/null || printf 'python3-venv '
        have javac || printf 'default-jdk-headless '
        any /usr/share/java/bcprov.jar || printf 'libbcprov-java '
        have curl || printf 'curl '
        have openssl || printf 'openssl '
        # /bin/kill, with which tests end a database server of theirs
        have ps || printf 'procps '
    fi
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

install_packages() {
    packages=$(missing_packages)
    if [ -z "$packages" ]; then
        return 0
    fi
    if ! have apt-get; then
        say "缺少软件包，而本机没有 apt-get，请自行安装：$packages" \
            "Missing, and there is no apt-get here; please install by hand: $packages"
        return 0
    fi
    if [ "$(id -u)" != 0 ] && ! sudo -n true 2> /dev/null; then
        say "缺少软件包，而当前用户没有 root 或免密 sudo 权限，请先执行：sudo apt-get install $packages" \
            "Missing, and this user has neither root nor passwordless sudo; please run: sudo apt-get install $packages"
        return 0
    fi
    say "正在安装 / installing: $packages"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086 # a list of words
    as_root apt-get update -qq > /dev/null &&
        as_root apt-get install -y -qq --no-install-recommends $packages > /dev/null ||
        say "安装失败，将继续尝试：$packages" "Installing failed; going on without: $packages"
}

install_wasm_target() {
    installed=$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown
    if [ -d "$installed" ]; then
        return 0
    fi
    have rustup && rustup target add wasm32-unknown-unknown ||
        say "无法安装 Rust 的 wasm32-unknown-unknown 目标（需要 rustup，且允许其下载）；网页脚本将无法构建。" \
            "The Rust target wasm32-unknown-unknown cannot be installed (it needs rustup, and leave to download); the phone's part will not build."
}

# wasm-opt, esbuild and the browser tests, at the versions of the lock file. No browser is
# downloaded: the tests use the system's Chromium. No package needs its install script.
install_node_modules() {
    stamp=end2end/node_modules/.package-lock.json
    if [ -e "$stamp" ] && [ -z "$(find end2end/package-lock.json -newer "$stamp")" ]; then
        return 0
    fi
    if ! have npm; then
        say "没有 npm：网页脚本不做压缩，浏览器测试无法运行。" \
            "There is no npm: the phone's part stays larger, and the browser tests cannot run."
        return 0
    fi
    say "正在安装 / installing: end2end/node_modules"
    (
        cd end2end &&
            PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error > /dev/null
    ) || say "npm ci 失败：网页脚本不做压缩，浏览器测试无法运行。" \
        "npm ci failed: the phone's part stays larger, and the browser tests cannot run."
}

# What the browser tests need beyond being there.
check_node() {
    have node || return 0
    version=$(node --version)
    major=${version#v}
    major=${major%%.*}
    if [ "$NEEDS" = test ] && [ "$major" -lt 20 ]; then
        say "浏览器测试需要 Node.js 20 以上，本机为 $version。" \
            "The browser tests need Node.js 20 or newer; here it is $version."
    fi
}

if ! have cargo; then
    say "需要 Rust（rustup、cargo）：https://rustup.rs" "Rust is needed (rustup, cargo): https://rustup.rs"
    exit 1
fi
install_packages
install_wasm_target
install_node_modules
check_node
