#!/usr/bin/env bash
# Installs and builds what ./run would, so that an image's first start is a second start.
set -eu -o pipefail

# shellcheck source=deploy/lib/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
# shellcheck source=deploy/lib/install.sh
. "$GRIOT_ROOT/deploy/lib/install.sh"
# shellcheck source=deploy/lib/build.sh
. "$GRIOT_ROOT/deploy/lib/build.sh"

export YES=yes
install_packages build run
# shellcheck disable=SC2046
build release griot demo $(plugins_of "$GRIOT_ROOT/pipelines/quickstart.yaml")
rm -rf /var/lib/apt/lists/*
