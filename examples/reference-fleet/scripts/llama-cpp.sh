#!/bin/sh
# Builds one version of llama.cpp with CUDA and serves one model with it. Built once for each version.
set -eu
. ./phoenix.sh

version=$(parameter .version)
sha256=$(parameter .sha256)
port=$(parameter .port)
model=$(parameter .models_folder)/$(parameter .model)
home=/opt/llama.cpp
server=$home/$version/bin/llama-server

if [ ! -x "$server" ]; then
  apt_install build-essential cmake ninja-build libcurl4-openssl-dev nvidia-cuda-toolkit
  archive=/var/cache/phoenix/llama.cpp-$version.tar.gz
  fetch_file "https://github.com/ggml-org/llama.cpp/archive/refs/tags/$version.tar.gz" "$sha256" "$archive"
  work=$(mktemp --directory)
  trap 'rm -rf "$work"' EXIT
  tar --extract --gzip --file "$archive" --directory "$work" --strip-components 1 --no-same-owner
  log "building llama.cpp $version; this takes a while"
  cmake -S "$work" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$home/$version.new" \
    -DCMAKE_INSTALL_RPATH="$home/$version/lib" -DGGML_CUDA=ON -DGGML_NATIVE=OFF -DLLAMA_BUILD_TESTS=OFF >/dev/null
  cmake --build "$work/build" >/dev/null || fail "llama.cpp $version cannot be built"
  rm -rf "$home/$version.new"
  cmake --install "$work/build" >/dev/null
  rm -rf "${home:?}/$version"
  mv "$home/$version.new" "$home/$version"
  rm -f "$archive"
fi

if ! id llama >/dev/null 2>&1; then
  useradd --system --home-dir /var/lib/llama --create-home --shell /usr/sbin/nologin llama
fi

# One argument a line, so that blanks in arguments stay what they are.
parameter '.arguments[]' | write_file /etc/llama.args
write_file /usr/local/lib/llama-start 0755 <<END
#!/bin/sh
set -- --host 0.0.0.0 --port $port --model "$model"
while IFS= read -r argument; do
  set -- "\$@" "\$argument"
done </etc/llama.args
exec $server "\$@"
END
write_file /etc/systemd/system/llama.service <<END
[Unit]
Description=llama.cpp serves a language model
After=network-online.target
Wants=network-online.target

[Service]
User=llama
ExecStart=/usr/local/lib/llama-start
Restart=on-failure
RestartSec=10
NoNewPrivileges=yes
ProtectHome=yes
PrivateTmp=yes

[Install]
WantedBy=multi-user.target
END

[ -r "$model" ] || fail "$model is not there; put a model into the shared folder, and name it by the parameter 'model'"
systemctl daemon-reload
systemctl enable --quiet llama
systemctl restart llama
log "llama.cpp $version loads ${model##*/}; it answers on port $port once that is done"
