#!/bin/sh
# Starts nginx with the shipped file, for the domain and the certificate of the settings.
set -eu
: "${ARCHIPEL_DOMAIN:?set it to the domain of the platform, such as example.org}"
sed -e "s#example\.org#${ARCHIPEL_DOMAIN}#" -e 's#/etc/ssl/archipel/#/run/secrets/#' -e 's# server 127.0.0.1:3010 max_fails=0;##' \
  /opt/archipel/deploy/nginx/archipel.conf > /tmp/archipel.conf
exec nginx -e stderr -c /opt/archipel/deploy/containers/nginx.conf
