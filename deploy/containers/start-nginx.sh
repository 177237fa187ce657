#!/bin/sh
# Starts nginx with the shipped file, for the domain and the certificate of the settings.
set -eu
: "${ARCHIPEL_DOMAIN:?set it to the domain of the platform, such as example.org}"
sed -e "s#example\.org#${ARCHIPEL_DOMAIN}#" -e 's#/etc/ssl/archipel/#/run/secrets/#' -e 's# server 127.0.0.1:3010 max_fails=0;##' \
  -e 's#/opt/archipel/deploy/nginx/portals.conf#/tmp/portals.conf#' -e 's#/opt/archipel/deploy/nginx/logs.conf#/tmp/logs.conf#' \
  /opt/archipel/deploy/nginx/archipel.conf > /tmp/archipel.conf
sed -e 's#/opt/archipel/deploy/nginx/logs.conf#/tmp/logs.conf#' /opt/archipel/deploy/nginx/portals.conf > /tmp/portals.conf
sed -e 's#/var/log/nginx/access.log#/dev/stdout#' -e 's#/var/log/nginx/error.log#stderr#' /opt/archipel/deploy/nginx/logs.conf > /tmp/logs.conf
exec nginx -e stderr -c /opt/archipel/deploy/containers/nginx.conf
