import { spawn } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import path from "node:path";
import type { CommandReply, CommandRequest } from "@archipel/testing/loaded-program.ts";
import { environment } from "../../env.ts";

/**
 * Runs `archipel` in the process that has loaded it: a shell starts this instead of Node, which would cost half a second each. Bash opens the
 * connection itself. The reply's texts are files beside the request.
 */
const FORWARD = `#!/bin/bash
name=\${0##*/}
# The only command that starts as it does for a person. It never asks the registry.
[ "$name $1" = "npx --prefix" ] && { PATH=\${PATH#*:} exec npx --offline "$@"; }
[ "$name" = npx ] && { name=$1; shift; }
[ "$name" = archipel ] || { echo "npx: only archipel is here, not $name" >&2; exit 127; }
at="$COMMANDS_FOLDER/$BASHPID"
for word in "$@"; do [ "$word" = - ] && cat > "$at.in"; done
exec 3<>"/dev/tcp/127.0.0.1/$COMMANDS_PORT"
printf '%s\\0' "$at" "$PWD" "\${ARCHIPEL_URL-}" "\${ARCHIPEL_KEY-}" "$#" "$@" >&3
read -r code <&3
cat "$at.out"; cat "$at.err" >&2
exit "$code"
`;

/** Runs the program of this name that is next on the path, with the addresses of the documentation replaced. */
const OUTSIDE = `#!/bin/bash
PATH=\${PATH#*:}
words=()
for word in "$@"; do
  word=$(printf %s "$word" | sed -E "s#https://lidar[.]example[.]org#$PLATFORM_LIDAR#g; s#https://[a-z]+\\.example\\.org#$PLATFORM#g; s#archipel(app)?_…#$PLATFORM_KEY#; s#LAYER#$PLATFORM_LAYER#g; s#COLLECTION#$PLATFORM_CLOUD#g")
  words+=("$word")
done
exec "\${0##*/}" "\${words[@]}"
`;

export interface Ended {
  /** One for each statement. */
  codes: number[];
  out: string;
  err: string;
}

export interface ShellOptions {
  /** A folder for what the shell needs; not the one in which commands run. */
  folder: string;
  /** The person's home, which may contain a clone of the project. */
  home: string;
  /** What the words of the documentation stand for, before a command gets them. */
  replace: (word: string, args: readonly string[]) => string;
  run: (request: CommandRequest) => Promise<CommandReply>;
}

/** A shell that knows `archipel`, as it does in a clone of the project. */
export async function openShell({ folder, home, replace, run }: ShellOptions) {
  const [bin, talk] = [path.join(folder, "bin"), path.join(folder, "talk")];
  await Promise.all([mkdir(bin), mkdir(talk)]);
  const programs = { archipel: FORWARD, npx: FORWARD, curl: OUTSIDE, ogr2ogr: OUTSIDE, ogrinfo: OUTSIDE };
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(path.join(bin, name), script);
    await chmod(path.join(bin, name), 0o755);
  }
  const server = createServer((socket) => {
    let received = "";
    socket.setEncoding("utf8");
    socket.on("data", (part) => {
      received += part;
      const [at = "", cwd = "", url = "", key = "", count, ...args] = received.split("\0");
      if (count === undefined || args.length <= Number(count)) return;
      const words = args.slice(0, Number(count));
      answer(at, cwd, words, { ARCHIPEL_URL: url, ARCHIPEL_KEY: key }).then(
        (code) => socket.end(`${code}\n`),
        () => socket.destroy(),
      );
    });
  }).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const { port } = server.address() as AddressInfo;

  async function answer(at: string, cwd: string, words: string[], settings: Record<string, string>): Promise<number> {
    const given = Object.entries(settings).map(([name, value]) => [name, replace(value, [])] as const);
    const env = { NODE_ENV: "test", HOME: home, LC_ALL: "en_US.UTF-8", ...Object.fromEntries(given) };
    const args = words.map((word) => replace(word, words));
    const { code, out, err } = await run({ args, env, cwd, input: words.includes("-") ? `${at}.in` : null });
    await Promise.all([writeFile(`${at}.out`, out), writeFile(`${at}.err`, err)]);
    return code;
  }

  /** Runs statements one after the other. @param env variables that the documentation takes as set */
  async function execute(statements: readonly string[], cwd: string, env: Readonly<Record<string, string>>): Promise<Ended> {
    const codes = path.join(talk, "codes");
    await writeFile(codes, "");
    // A pipe whose first command fails has failed, although `jq` ends well.
    const script = ["set -o pipefail\n", ...statements.map((statement) => `${statement}\necho $? >> '${codes}'\n`)].join("");
    const own = { COMMANDS_PORT: String(port), COMMANDS_FOLDER: talk };
    const child = spawn("bash", ["-c", script], {
      cwd,
      env: { NODE_ENV: "test", HOME: home, LC_ALL: "C.UTF-8", ...env, ...own, PATH: `${bin}:${environment().PATH}` },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const text = { out: "", err: "" };
    child.stdout.setEncoding("utf8").on("data", (part) => {
      text.out += part;
    });
    child.stderr.setEncoding("utf8").on("data", (part) => {
      text.err += part;
    });
    await new Promise((done) => child.once("close", done));
    return { codes: (await readFile(codes, "utf8")).trim().split("\n").map(Number), ...text };
  }
  return { execute, close: () => void server.close() };
}
