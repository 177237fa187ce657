import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";

interface Settings {
  port: number;
  databaseUrl: string;
  tableName: string;
}

/** The least that serves features: `node:http`, one statement, the answer of the database as it is. One process per core on one port. */
export async function startBareServer(settings: Settings & { workers: number }) {
  const children: ChildProcess[] = [];
  for (let index = 0; index < settings.workers; index++)
    children.push(spawn(process.execPath, [import.meta.filename, JSON.stringify(settings)], { stdio: ["ignore", "ignore", "inherit"] }));
  for (let tries = 0; tries < 100; tries++) {
    const isReady = await fetch(`http://127.0.0.1:${settings.port}/items?limit=1`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) break;
    await delay(100);
  }
  return {
    pids: children.flatMap(({ pid }) => pid ?? []),
    stop: () => {
      for (const child of children) child.kill();
    },
  };
}

if (process.argv[1] === import.meta.filename) {
  const { port, databaseUrl, tableName } = JSON.parse(process.argv[2] ?? "") as Settings;
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  const select = (where: string) => ({
    name: `items ${where}`,
    text: `SELECT coalesce(string_agg('{"type":"Feature","id":' || fid || ',"properties":' || row_to_json(p)::text || ',"geometry":' || g || '}', ',' ORDER BY fid), '') AS text
      FROM (SELECT fid, ST_AsGeoJSON(geom, 7) AS g, id, kind, height, name, year FROM layers.${tableName} ${where} ORDER BY fid LIMIT $1) t,
      LATERAL (SELECT t.id, t.kind, t.height, t.name, t.year) p`,
  });
  createServer(async (request, response) => {
    const query = new URLSearchParams(request.url?.split("?")[1]);
    const box = query.get("bbox")?.split(",").map(Number);
    const statement = box ? select("WHERE geom && ST_MakeEnvelope($2, $3, $4, $5, 4326)") : select("WHERE fid > $2");
    const values = [Number(query.get("limit") ?? 10), ...(box ?? [Number(query.get("after") ?? 0)])];
    const { rows } = await pool.query<{ text: string }>({ ...statement, values });
    response.writeHead(200, { "content-type": "application/geo+json" });
    response.end(`{"type":"FeatureCollection","features":[${rows[0]?.text ?? ""}]}`);
  }).listen({ port, host: "127.0.0.1", reusePort: true });
}
