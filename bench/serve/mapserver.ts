import { spawn, spawnSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** A layer's table as the peers read it. */
export interface PeerTable {
  tableName: string;
  type: "POLYGON" | "LINE" | "POINT";
  columns: readonly string[];
}

export interface MapServer {
  port: number;
  /** Path of a tile. */
  tilePath(tile: { z: number; x: number; y: number }): string;
  /** Its processes and nginx. */
  pids: readonly number[];
  stop(): void;
}

/** Whether MapServer, its starter and nginx are installed (Debian: cgi-mapserver, spawn-fcgi, nginx-light). */
export const hasMapServer = () => ["mapserv", "spawn-fcgi", "nginx"].every((program) => spawnSync("which", [program]).status === 0);

/**
 * MapServer on a layer's own table, as many processes as cores, behind nginx, which compresses as the product does. Its processes serve one connection
 * each, so nginx keeps none open.
 */
export async function startMapServer(
  settings: { port: number; folder: string; databaseUrl: string; workers: number },
  table: PeerTable,
): Promise<MapServer> {
  const { port, folder, databaseUrl, workers } = settings;
  await mkdir(folder, { recursive: true });
  const { hostname, port: databasePort, pathname, username } = new URL(databaseUrl);
  const map = path.join(folder, "bench.map");
  await writeFile(
    map,
    `MAP
  NAME "bench"
  EXTENT -20037508 -20037508 20037508 20037508
  SIZE 512 512
  UNITS METERS
  PROJECTION "init=epsg:3857" END
  OUTPUTFORMAT
    NAME "mvt"
    DRIVER "MVT"
    FORMATOPTION "EXTENT=4096"
    FORMATOPTION "EDGE_BUFFER=64"
  END
  LAYER
    NAME "layer"
    TYPE ${table.type}
    STATUS ON
    CONNECTIONTYPE POSTGIS
    CONNECTION "host=${hostname} port=${databasePort} dbname=${pathname.slice(1)} user=${username}"
    DATA "geom_3857 FROM layers.${table.tableName} USING UNIQUE fid USING SRID=3857"
    PROCESSING "CLOSE_CONNECTION=DEFER"
    PROJECTION "init=epsg:3857" END
    METADATA "gml_include_items" "${table.columns.join(",")}" END
    CLASS STYLE COLOR 0 0 0 END END
  END
END
`,
  );
  const config = path.join(folder, "mapserver.conf");
  await writeFile(config, `CONFIG\n  ENV\n    MS_MAP_PATTERN "."\n  END\nEND\n`);
  const socket = path.join(folder, "mapserver.sock");
  const query = `map=${map}&mode=tile&tilemode=gmap&layers=layer&map.imagetype=mvt&tile=$1`;
  await writeFile(
    path.join(folder, "nginx.conf"),
    `worker_processes ${workers}; error_log ${folder}/error.log; pid ${folder}/nginx.pid; user root; daemon off;
events { worker_connections 1024; }
http { access_log off; keepalive_requests 1000000; gzip on; gzip_comp_level 1; gzip_types *; gzip_min_length 100;
 client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p; fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
 server { listen 127.0.0.1:${port};
  location ~ ^/(\\d+\\+\\d+\\+\\d+)$ { fastcgi_pass unix:${socket}; fastcgi_buffers 64 16k;
   fastcgi_param REQUEST_METHOD GET; fastcgi_param QUERY_STRING "${query}"; } } }`,
  );
  const pidFile = path.join(folder, "mapserver.pid");
  const started = spawnSync("spawn-fcgi", ["-s", socket, "-M", "0666", "-F", String(workers), "-P", pidFile, "--", "/usr/bin/mapserv"], {
    env: { ...process.env, MAPSERVER_CONFIG_FILE: config },
    stdio: "ignore",
  });
  const nginx = spawn("nginx", ["-c", path.join(folder, "nginx.conf")], { stdio: "inherit" });
  await delay(1500);
  if (started.status !== 0 || nginx.exitCode !== null || nginx.pid === undefined) throw new Error("MapServer did not start");
  const own = (await readFile(pidFile, "utf8")).split(/\s+/).filter(Boolean).map(Number);
  return {
    port,
    tilePath: ({ z, x, y }) => `/${x}+${y}+${z}`,
    pids: [...own, nginx.pid],
    stop: () => {
      nginx.kill();
      for (const pid of own) process.kill(pid);
    },
  };
}
