import { createCommunity, createPortal } from "@archipel/testing/factories.ts";
import { freePort } from "@archipel/testing/free-ports.mjs";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { Core } from "../kernel/core.ts";
import type { OutgoingMail } from "../kernel/mailer.ts";
import { createIdentify } from "../modules/identity/service/sessions.ts";
import { createServer } from "../server.ts";
import { quickHash } from "./quick-hash.ts";
import { createTestCore } from "./test-core.ts";

export interface HubServer {
  core: Core;
  /** Its public address. */
  url: string;
  sentMails: OutgoingMail[];
  /** Creates a person who can sign in with `PASSWORD`. */
  addPerson(email: string, values?: { name?: string; status?: "active" | "suspended" }): Promise<string>;
  addPortal(slug: string): Promise<{ clientId: string; origin: string }>;
  stop(): Promise<void>;
}

export const PASSWORD = "les marées montent deux fois";

/** core-api with its identity hub on a free port, on an empty database. */
export async function startHub(env: Partial<Core["env"]> = {}): Promise<HubServer> {
  const database = await openTestDatabase();
  const port = await freePort("localhost");
  const url = `http://localhost:${port}`;
  const testCore = await createTestCore(database);
  const core: Core = { ...testCore, env: { ...testCore.env, ...env, ARCHIPEL_PUBLIC_URL: url }, identify: createIdentify(database) };
  const app = await createServer(core);
  await app.listen({ host: "localhost", port });
  const passwordHash = await quickHash(PASSWORD);
  const community = await createCommunity(database, { name: "Hub" });
  return {
    core,
    url,
    sentMails: testCore.sentMails,
    async addPerson(email, { name = "Camille Martin", status = "active" } = {}) {
      const user = await database.withSystem((tx) =>
        tx.user.create({ data: { email, name, status, passwordHash, emailVerifiedAt: new Date() } }),
      );
      return user.id;
    },
    async addPortal(slug) {
      await createPortal(database, community.id, { slug });
      return { clientId: `portal-${slug}`, origin: `http://${slug}.localhost:3000` };
    },
    async stop() {
      await app.close();
      await database.close();
    },
  };
}
