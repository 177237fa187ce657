import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Core } from "@archipel/core-api/kernel/core.ts";
import { createCommunityKey } from "@archipel/core-api/modules/access/community-keys/service.ts";
import { keyHolder } from "@archipel/core-api/modules/access/service.ts";
import type { DemoManagers } from "./communities.ts";

/** File beside the demo's data that holds the secret of its key; `scripts/demo/addresses.mjs` prints it. */
const FILE = "demo-key";

/** Creates a key of one community, to try the command line with; a valid one is kept at each start. */
export async function seedKey(core: Core, { agglomeration }: DemoManagers): Promise<void> {
  const file = path.resolve(core.env.ARCHIPEL_DATA, FILE);
  const kept = await readFile(file, "utf8").catch(() => null);
  if (kept !== null && (await keyHolder(core, kept.trim()))) return;
  const { communityId } = agglomeration;
  const { secret } = await createCommunityKey(core, agglomeration, { communityId, name: "Démo", scope: "produce", days: null });
  await writeFile(file, `${secret}\n`, { mode: 0o600 });
}
