import { flushCompileCache } from "node:module";
import path from "node:path";
import { type DatabaseOptions, openDatabase } from "@archipel/database/database.ts";
import { openFileStore } from "@archipel/storage/file-store.ts";
import { createServer } from "../server.ts";
import { createTestCore } from "./test-core.ts";

/** A core-api that receives uploads into a folder that outlives it: it can be killed during one, and started again. */
export interface UploadProcessSettings {
  folder: string;
  database: DatabaseOptions;
  port: number;
}

// A killed process does not keep what it compiled.
flushCompileCache();
const settings = JSON.parse(process.argv[2] ?? "") as UploadProcessSettings;
const database = await openDatabase(settings.database);
const base = await createTestCore(database);
const core = {
  ...base,
  env: { ...base.env, ARCHIPEL_DATA: settings.folder, UPLOAD_MAX_BYTES: 1024 ** 3 },
  storage: openFileStore(path.join(settings.folder, "objects")),
};
const app = await createServer(core);
await app.listen({ host: "127.0.0.1", port: settings.port });
process.stdout.write("listening\n");
