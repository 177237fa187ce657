import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { Env } from "../env.ts";
import { createNews } from "../kernel/news.ts";
import { contributionWorld } from "../modules/contributions/testing/contribution-world.ts";
import { createServer } from "../server.ts";
import { EventClient } from "./event-client.ts";

/** For tests of `/events`: two processes on one database, an author and a moderator, and pages that listen to either process. */
export async function twoProcesses(env: Partial<Env> = {}) {
  const database = await openTestDatabase();
  const world = await contributionWorld(database);
  const [author, moderator] = [await world.person("contributor"), await world.person("moderator")];
  const core = { ...world.core, env: { ...world.core.env, ...env } };
  const app = await createServer(core);
  const otherApp = await createServer({ ...core, news: createNews(database.notifier) });
  const listen = { port: 0, host: "127.0.0.1" };
  const [url, otherUrl] = [await app.listen(listen), await otherApp.listen(listen)];
  const clients = new Set<EventClient>();
  const newClient = () => {
    const client = new EventClient();
    clients.add(client);
    return client;
  };
  const cutAll = () => {
    for (const client of clients) client.cut();
    clients.clear();
  };
  const close = async () => {
    await app.close();
    await otherApp.close();
    await database.close();
  };
  return { database, world, core, url, otherUrl, author, moderator, newClient, cutAll, close };
}
