import path from "node:path";
import { adaptedFile, nginxFiles, nginxTemporaryPaths, SHIPPED_HOME } from "@archipel/testing/shipped-files.ts";

export const root = path.resolve(import.meta.dirname, "../..");

export interface Ports {
  readonly tls: number;
  readonly plain: number;
  readonly inner: number;
  readonly core: readonly [number, number];
  readonly worker: number;
  readonly portal: number;
  readonly admin: number;
  /** An upstream of the shipped file where nothing listens, as after the loss of a process. */
  readonly nobody: number;
}

/** Names of the hosts: those that every machine resolves by itself. */
export const hosts = { core: "localhost", admin: "127.0.0.1", portal: (slug: string) => `${slug}.localhost` } as const;

/**
 * The shipped nginx files with the ports, names and paths of this test, by file name. Everything else is as shipped.
 *
 * @param folder where they will be, with the certificate
 */
export function installedNginx(ports: Ports, folder: string): Readonly<Record<string, string>> {
  return {
    ...nginxFiles(folder, [
      ["/etc/ssl/archipel/", `${folder}/`],
      ["core.example.org", hosts.core],
      ["admin.example.org", hosts.admin],
      ["listen 443 ssl", `listen 127.0.0.1:${ports.tls} ssl`],
      ["listen 80 ", `listen 127.0.0.1:${ports.plain} `],
      ["127.0.0.1:4080", `127.0.0.1:${ports.inner}`],
      ["127.0.0.1:4000", `127.0.0.1:${ports.core[0]}`],
      ["127.0.0.1:4001", `127.0.0.1:${ports.core[1]}`],
      ["127.0.0.1:3000", `127.0.0.1:${ports.portal}`],
      ["127.0.0.1:3010", `127.0.0.1:${ports.nobody}`],
      ["127.0.0.1:3001", `127.0.0.1:${ports.admin}`],
    ]),
    // What Debian's own nginx.conf does around an included file, without its paths.
    "nginx.conf": `
      ${process.getuid?.() === 0 ? "user root;" : ""}
      daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
      events { worker_connections 512; }
      http {
        include /etc/nginx/mime.types;
        default_type application/octet-stream;
        access_log off;
        ${nginxTemporaryPaths(folder)}
        include ${folder}/archipel.conf;
      }`,
  };
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What a shipped systemd unit starts as `unit@instance`, in this folder instead of /opt/archipel; its own `Environment` included. */
export function unitCommand(unit: string, instance: string): Command {
  const lines = adaptedFile(`systemd/${unit}@.service`, [
    [SHIPPED_HOME, root],
    ["%i", instance],
  ])
    .split("\n")
    .map((line) => /^(\w+)=(.*)$/.exec(line))
    .filter((line) => line !== null);
  const all = (key: string) => lines.filter(([, name]) => name === key).map(([, , value = ""]) => value);
  const [program = "", ...args] = (all("ExecStart")[0] ?? "").split(/\s+/);
  const env = all("Environment").flatMap((line) =>
    line.split(/\s+/).map((pair): [string, string] => [pair.replace(/=.*/, ""), pair.replace(/^[^=]*=/, "")]),
  );
  return { program, args, cwd: all("WorkingDirectory")[0] ?? "", env: Object.fromEntries(env) };
}
