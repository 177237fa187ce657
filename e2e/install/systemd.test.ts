// @on-demand install
// @database server
import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePorts } from "@archipel/testing/free-ports.mjs";
import { createServerDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Booted, boot, whyNotBooted } from "./booted.ts";
import { until } from "./processes.ts";
import { root } from "./shipped.ts";

// The shipped units, sysusers and tmpfiles under a systemd of the test: core-api and a worker. The sites' units are alike.

const why = whyNotBooted();
if (why) console.log(`systemd is not booted here: ${why}`);

describe.skipIf(why !== null)("under systemd", () => {
  let folder: string;
  let systemd: Booted;
  let drop: () => Promise<void>;
  let core: { unit: string; port: number };
  const worker = "archipel-worker@1";

  const isReady = async () => (await fetch(`http://127.0.0.1:${core.port}/ready`)).status === 200;
  const mainPid = (unit: string) => Number(systemd.property(unit, "MainPID"));
  const outside = (unit: string) => systemd.pidOutside(mainPid(unit));

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "archipel-systemd-"));
    const etc = path.join(folder, "etc");
    const [port = 0] = await freePorts(1);
    core = { unit: `archipel-core@${port}`, port };
    const shipped = path.join(root, "deploy/systemd");
    for (const name of [
      "sysusers.d",
      "tmpfiles.d",
      "archipel",
      "systemd/system/multi-user.target.wants",
      "systemd/system/archipel.target.wants",
    ])
      mkdirSync(path.join(etc, name), { recursive: true });
    for (const kind of ["sysusers", "tmpfiles"])
      cpSync(path.join(shipped, `archipel.${kind}.conf`), path.join(etc, `${kind}.d/archipel.conf`));
    cpSync(shipped, path.join(etc, "systemd/system"), { recursive: true });
    symlinkSync("../archipel.target", path.join(etc, "systemd/system/multi-user.target.wants/archipel.target"));
    for (const unit of [core.unit, worker])
      symlinkSync(`../${unit.replace(/@.*/, "@.service")}`, path.join(etc, `systemd/system/archipel.target.wants/${unit}.service`));
    const made = await createServerDatabase(4);
    drop = made.drop;
    const url = new URL(made.options.kind === "server" ? made.options.url : "");
    url.search = "";
    const settings = {
      DATABASE_URL: url.href,
      ARCHIPEL_SECRET: randomBytes(32).toString("base64url"),
      ARCHIPEL_PUBLIC_URL: "https://core.example.org",
      ARCHIPEL_ADMIN_URL: "https://admin.example.org",
      ARCHIPEL_PORTAL_URL: "https://{slug}.example.org",
    };
    writeFileSync(
      path.join(etc, "archipel/core.env"),
      Object.entries(settings)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(""),
    );
    systemd = await boot(folder);
    await until("core-api is ready", isReady).catch((error: unknown) => {
      throw new Error(systemd.run("journalctl", "--no-pager", "-n", "30", "-u", "archipel-*"), { cause: error });
    });
  });
  afterAll(async () => {
    await systemd?.stop();
    await drop?.();
    rmSync(folder, { recursive: true, force: true });
  });

  test("account, folders and modes are made at boot, and the target starts the processes as that account", () => {
    expect(
      systemd.run("stat", "--format=%U:%G %a", "/etc/archipel", "/etc/archipel/core.env", "/var/lib/archipel").trim().split("\n"),
    ).toEqual(["root:archipel 750", "root:archipel 640", "archipel:archipel 750"]);
    for (const unit of [core.unit, worker]) {
      expect([unit, systemd.property(unit, "ActiveState")]).toEqual([unit, "active"]);
      expect(systemd.run("stat", "--format=%U", `/proc/${mainPid(unit)}`).trim()).toBe("archipel");
    }
    expect(systemd.run("journalctl", "--no-pager", "-o", "cat", "-u", core.unit)).toContain(`${core.port}`);
  });

  test("a process has no rights, no new ones, a filter of system calls, and writes into its own folders alone", () => {
    for (const unit of [core.unit, worker]) {
      const status = systemd.run("cat", `/proc/${mainPid(unit)}/status`);
      expect(status).toMatch(/^CapBnd:\t0+$/m);
      expect(status).toMatch(/^NoNewPrivs:\t1$/m);
      expect(status).toMatch(/^Seccomp:\t2$/m);
      // Root may write everywhere, but for the mounts of the sandbox.
      const writes = (where: string) => systemd.asService(outside(unit), `touch ${where}/written && rm ${where}/written`, "root") === 0;
      expect(["/var/lib/archipel", "/tmp"].map(writes)).toEqual([true, true]);
      const closed = ["/var/lib", "/opt/archipel", "/etc/archipel", "/usr/local", "/var", "/dev", "/root"];
      expect(closed.filter(writes)).toEqual([]);
      expect(systemd.asService(outside(unit), "touch /var/lib/archipel/own && rm /var/lib/archipel/own", "archipel")).toBe(0);
      // Neither settings of the kernel, nor another process.
      expect(systemd.asService(outside(unit), "echo 1 > /proc/sys/kernel/hostname || test -e /proc/1/status", "archipel")).not.toBe(0);
    }
  });

  test("a killed process starts again and serves", async () => {
    for (const unit of [core.unit, worker]) {
      const before = mainPid(unit);
      systemd.run("kill", "-KILL", String(before));
      await until(`${unit} runs again`, async () => systemd.property(unit, "NRestarts") === "1" && mainPid(unit) !== 0);
      expect(mainPid(unit)).not.toBe(before);
    }
    await until("core-api is ready again", isReady);
  });

  test("restart and stop of the target reach every process, which ends by itself within its time", async () => {
    const before = [core.unit, worker].map(mainPid);
    systemd.run("systemctl", "restart", "archipel.target");
    await until("core-api is ready after the restart", isReady);
    expect([core.unit, worker].map(mainPid).filter((pid) => before.includes(pid) || pid === 0)).toEqual([]);
    systemd.run("systemctl", "stop", "archipel.target");
    // The command returns before the last process has ended.
    await until("all have ended", async () =>
      [core.unit, worker].every(
        (unit) => systemd.property(unit, "ActiveState") === "inactive" && systemd.property(unit, "Result") === "success",
      ),
    );
  });

  test("wrong settings stop a unit for its operator, and a database that is away does not", async () => {
    const settings = systemd.run("cat", "/etc/archipel/core.env");
    const write = (text: string) => systemd.run("sh", "-c", `cat > /etc/archipel/core.env <<'END'\n${text}\nEND`);
    write(settings.replace(/^ARCHIPEL_SECRET=.*$/m, "ARCHIPEL_SECRET=short"));
    systemd.run("systemctl", "start", core.unit);
    await until("the unit has failed", async () => systemd.property(core.unit, "ActiveState") === "failed");
    expect(systemd.property(core.unit, "ExecMainStatus")).toBe("78");
    write(settings.replace(/^DATABASE_URL=.*$/m, "DATABASE_URL=postgresql://archipel@127.0.0.1:9/archipel"));
    systemd.run("systemctl", "restart", core.unit);
    await until("the unit has tried again", async () => Number(systemd.property(core.unit, "NRestarts")) >= 1);
    write(settings);
    await until("core-api is ready", isReady);
    expect(readFileSync("/proc/sys/kernel/hostname", "utf8")).not.toBe("1\n");
  });
});
