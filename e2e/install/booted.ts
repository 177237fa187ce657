import { execFileSync, spawn, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmdirSync } from "node:fs";
import path from "node:path";
import { until } from "./processes.ts";

/** A systemd that runs as the first process of namespaces of its own. */
export interface Booted {
  /** Runs a program there, as root; returns what it printed. @throws when it fails */
  run(program: string, ...args: string[]): string;
  /** Runs a shell's command in the files that a service sees, as its account or as root; returns the exit code. */
  asService(pid: number, command: string, account: "archipel" | "root"): number | null;
  /** The number of a process as this machine knows it. */
  pidOutside(pid: number): number;
  /** The value of a property of a unit. */
  property(unit: string, name: string): string;
  stop(): Promise<void>;
}

const CGROUPS = ["/sys/fs/cgroup/unified", "/sys/fs/cgroup"].find((folder) => existsSync(path.join(folder, "cgroup.procs")));

const NAMESPACES = ["--fork", "--pid", "--mount", "--uts", "--ipc", "--cgroup", "--mount-proc"];
/** What boot.sh mounts first. The mounts end with the namespace. */
const MOUNTS = `mount -t cgroup2 c /mnt && umount /mnt && mount -t tmpfs t /mnt && mkdir /mnt/u /mnt/w /mnt/m &&
  mount -t overlay -o lowerdir=/,upperdir=/mnt/u,workdir=/mnt/w o /mnt/m`;

/** Why this machine cannot boot a systemd in namespaces; null when it can. */
export function whyNotBooted(): string | null {
  if (process.getuid?.() !== 0) return "only root makes the namespaces";
  if (!existsSync("/lib/systemd/systemd")) return "systemd is not installed";
  if (CGROUPS === undefined) return "no cgroup v2 is mounted";
  const { status, stderr } = spawnSync("unshare", [...NAMESPACES, "sh", "-c", MOUNTS], { encoding: "utf8" });
  if (status !== 0) return `the mounts of a boot are refused: ${stderr.trim()}`;
  try {
    accessSync(CGROUPS, constants.W_OK);
    return null;
  } catch {
    return `${CGROUPS} is read-only`;
  }
}

/** @param folder empty but for `etc`, whose files are added to /etc */
export async function boot(folder: string): Promise<Booted> {
  mkdirSync(path.join(folder, "root"));
  const cgroup = path.join(CGROUPS ?? "", `archipel-test-${process.pid}`);
  const unshare = spawn(path.join(import.meta.dirname, "boot.sh"), [folder, cgroup], { stdio: ["ignore", "inherit", "inherit"] });
  const ended = new Promise((resolve) => unshare.once("exit", resolve));
  const init = () => readFileSync(`/proc/${unshare.pid}/task/${unshare.pid}/children`, "utf8").trim();
  const into = (pid: string | number, ...args: string[]) => ["--target", String(pid), "--all", "--root", "--wd", ...args];
  const run = (program: string, ...args: string[]) =>
    execFileSync("nsenter", into(init(), program, ...args), { encoding: "utf8", stdio: "pipe" });
  const booted: Booted = {
    run,
    asService: (pid, command, account) =>
      spawnSync("nsenter", into(pid, "setpriv", `--reuid=${account}`, `--regid=${account}`, "--clear-groups", "sh", "-c", command)).status,
    pidOutside(pid) {
      // Its last number is that of the innermost namespace.
      const found = readdirSync("/proc").find((name) => /^\d+$/.test(name) && isIn(name, pid, unshare.pid ?? 0));
      if (!found) throw new Error(`no process ${pid} under systemd`);
      return Number(found);
    },
    property: (unit, name) => run("systemctl", "show", "--value", "--property", name, unit).trim(),
    async stop() {
      unshare.kill("SIGKILL");
      await ended;
      await until("the cgroups are empty", async () => removeCgroup(cgroup));
    },
  };
  try {
    await until("systemd has booted", async () =>
      /^(running|degraded)$/m.test(spawnSync("nsenter", into(init(), "systemctl", "is-system-running")).stdout.toString()),
    );
  } catch (error) {
    await booted.stop();
    throw error;
  }
  return booted;
}

/** Whether a process of this machine has the number `inner` in the namespace whose first process `parent` started. */
function isIn(pid: string, inner: number, parent: number): boolean {
  try {
    const numbers = /^NSpid:\t(.+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]?.split("\t") ?? [];
    const first = readFileSync(`/proc/${parent}/task/${parent}/children`, "utf8").trim();
    const space = (of: string) => readlinkSync(`/proc/${of}/ns/pid`);
    return numbers.at(-1) === String(inner) && space(pid) === space(first);
  } catch {
    // It has ended.
    return false;
  }
}

function removeCgroup(folder: string): boolean {
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) removeCgroup(path.join(folder, entry.name));
  rmdirSync(folder);
  return true;
}
