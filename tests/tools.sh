#!/bin/sh
# Prepares what tests need beyond Python: Chromium, a Chinese font, a Java runtime.
# What cannot be had is named here; its tests skip loudly, and fail under CI=true.
set -u
bin=$1

have_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
have_font() { fc-list 2>/dev/null | grep -qiE 'cjk|source han|pingfang|yahei'; }
have_java() { [ -n "${JAVA_HOME:-}" ] || command -v java; }

wanted=""
have_browser >/dev/null || wanted="$wanted chromium"
have_font || wanted="$wanted fonts-noto-cjk fontconfig"
have_java >/dev/null || wanted="$wanted default-jre-headless"
if [ -n "$wanted" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing$wanted …"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $wanted >/dev/null
fi
have_browser >/dev/null || "$bin/playwright" install chromium || echo "no Chromium: browser tests will skip" >&2
have_font || echo "no Chinese font: tests that render pages will skip" >&2
have_java >/dev/null || echo "no Java: Spark tests will skip" >&2
