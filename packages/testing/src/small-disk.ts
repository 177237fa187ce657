import { execFileSync, spawnSync } from "node:child_process";
import { chown, mkdtemp, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** Whether this account may mount a disk of its own, as root may where the container allows it. */
export const mayMount =
  spawnSync("sh", ["-c", "d=$(mktemp -d) && mount -t tmpfs tmpfs $d && umount $d; s=$?; rmdir $d; exit $s"]).status === 0;

const mount = (folder: string, ...how: string[]) => void execFileSync("mount", [...how, folder], { stdio: "ignore" });

/** A disk in memory that is soon full. */
export async function smallDisk(megabytes: number, { uid = 0, gid = 0 } = {}) {
  // Not in the run's own folder, which could not be removed while something is mounted in it.
  const folder = await mkdtemp(path.join(process.env.ARCHIPEL_TEST_CACHE ?? tmpdir(), "archipel-small-disk-"));
  mount(folder, "-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs");
  await chown(folder, uid, gid);
  return {
    folder,
    resize: (to: number) => mount(folder, "-o", `remount,size=${to}m`),
    async remove() {
      execFileSync("umount", ["--lazy", folder]);
      await rmdir(folder);
    },
  };
}
